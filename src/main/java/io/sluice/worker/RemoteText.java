package io.sluice.worker;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.SluiceException;
import io.sluice.ring.FailureCause;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the other process as text.
 *
 * @param what whose failure it is
 * @param className its class, or for {@link What#CODEC} the class that could not be sent
 * @param message its message
 * @param stackTrace as printed, with its causes
 */
record RemoteText(What what, String className, @Nullable String message, String stackTrace) {
  /** Whose failure it is. */
  enum What {
    /** The task threw it. */
    TASK,
    /** The task, its argument or its result could not be read or written. */
    CODEC
  }

  private static final int LONGEST_MESSAGE = 16_000;
  private static final int LONGEST_TRACE = 64_000;

  static RemoteText of(Throwable failure) {
    boolean transport = failure instanceof SendingException;
    Throwable shown = transport ? Objects.requireNonNull(failure.getCause()) : failure;
    FailureCause text = text(shown);
    return new RemoteText(
        transport ? What.CODEC : What.TASK,
        nameOf(shown, text.className()),
        cut(text.message(), LONGEST_MESSAGE),
        Objects.requireNonNull(cut(text.stackTrace(), LONGEST_TRACE)));
  }

  /** What a task throws may itself throw when it is asked what it is. */
  private static FailureCause text(Throwable failure) {
    try {
      return FailureCause.of(failure);
    } catch (RuntimeException | StackOverflowError e) {
      return new FailureCause(failure.getClass().getName(), null, "(it cannot be printed: " + e);
    }
  }

  private static String nameOf(Throwable shown, String itsClass) {
    String named = shown instanceof CodecException codec ? codec.className() : null;
    return named == null ? itsClass : named;
  }

  private static @Nullable String cut(@Nullable String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }

  byte[] toHead() {
    return Heads.write(
        out -> {
          out.writeUTF(what.name());
          Heads.writeText(out, className);
          Heads.writeText(out, message);
          Heads.writeText(out, stackTrace);
        });
  }

  static RemoteText fromHead(byte[] head) {
    return Heads.read(
        head,
        in ->
            new RemoteText(
                What.valueOf(in.readUTF()),
                Objects.requireNonNull(Heads.readText(in)),
                Heads.readText(in),
                Objects.requireNonNull(Heads.readText(in))));
  }

  /** What the caller gets. */
  SluiceException toException() {
    if (what == What.TASK) {
      return new RemoteTaskException(className, message, stackTrace);
    }
    if (className.equals(ItemTooLargeException.class.getName())) {
      return new CodecException("In the worker: " + message, null, new RemoteTrace(stackTrace));
    }
    return new CodecException("In the worker: " + message, className, new RemoteTrace(stackTrace));
  }
}
