package io.sluice.ring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream failed, as text: classes of one process need not exist in another.
 *
 * @param className the failure's class
 * @param message its message
 * @param stackTrace its stack trace, as printed; cut at the end where it is long
 */
public record FailureCause(String className, @Nullable String message, String stackTrace) {
  /** What is said when the failure's text found no place. */
  static final FailureCause UNKNOWN = new FailureCause("unknown", null, "");

  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_MESSAGE = 800;

  /**
   * Describes a failure.
   *
   * @param failure the failure
   * @return its text
   */
  public static FailureCause of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return new FailureCause(failure.getClass().getName(), failure.getMessage(), trace.toString());
  }

  /**
   * At most {@code most} bytes: name and message are cut at a fixed length, the trace to what is
   * left.
   */
  byte[] encode(int most) {
    int trace = stackTrace.length();
    for (; ; ) {
      byte[] bytes = encodeWith(stackTrace.substring(0, trace));
      if (bytes.length <= most || trace == 0) {
        return bytes;
      }
      trace = Math.max(0, trace - (bytes.length - most));
    }
  }

  private byte[] encodeWith(String trace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(cut(className, LONGEST_NAME));
      out.writeBoolean(message != null);
      out.writeUTF(message == null ? "" : cut(message, LONGEST_MESSAGE));
      out.writeUTF(cut(trace, LONGEST_NAME * 10));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  static FailureCause decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String name = in.readUTF();
      boolean hasMessage = in.readBoolean();
      String message = in.readUTF();
      return new FailureCause(name, hasMessage ? message : null, in.readUTF());
    } catch (IOException e) {
      return UNKNOWN;
    }
  }
}
