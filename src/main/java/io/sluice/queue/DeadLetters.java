package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.TakeRun;
import java.net.URI;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where items go that nobody can handle. The letter is accepted by its own queue before the item is
 * settled: a death in between leaves it in both, never in neither. Opened at first use, closed with
 * the handle.
 */
final class DeadLetters {
  private final URI queue;
  private final @Nullable String address;
  private final String fingerprint;
  private @Nullable SharedMemoryEngine engine;
  private boolean closed;

  DeadLetters(URI queue, QueueSettings settings) {
    this.queue = queue;
    this.address = settings.deadLetters();
    this.fingerprint = settings.fingerprint();
  }

  boolean exist() {
    return address != null;
  }

  /** Copies the item's bytes. */
  static byte[] letter(TakeRun run, int item) {
    ByteBuffer payload = run.payload(item);
    byte[] letter = new byte[payload.remaining()];
    payload.get(letter);
    return letter;
  }

  /**
   * Puts the letter into its queue. Blocks for files: not for every thread.
   *
   * @throws LetterRefusedException if it is not accepted
   */
  void accept(byte[] letter) {
    int accepted;
    try {
      Engine letters = open();
      int most = letters.settings().maxItemSize();
      if (letter.length > most) {
        throw refused(letter.length + " bytes are more than their " + most, null);
      }
      accepted = letters.put(PutRun.of(letter), (result, failure) -> {});
    } catch (LetterRefusedException e) {
      throw e;
    } catch (SluiceException e) {
      throw refused(String.valueOf(e.getMessage()), e);
    }
    if (accepted <= 0) {
      throw refused(accepted == Engine.CLOSED ? "they are completed" : "they are full", null);
    }
  }

  private LetterRefusedException refused(String why, @Nullable SluiceException cause) {
    return new LetterRefusedException(queue, why, cause);
  }

  /**
   * One that was deleted would accept letters still, for nobody to find: the queue that has the
   * address now is meant.
   */
  private synchronized Engine open() {
    if (closed) {
      throw new QueueClosedException(queue, "this handle is closed");
    }
    SharedMemoryEngine known = engine;
    if (known != null && known.isDeleted()) {
      engine = null;
      known.close();
      known = null;
    }
    if (known == null) {
      known =
          SharedMemoryEngine.open(
              URI.create(String.valueOf(address)), QueueSettings.Kind.QUEUE, fingerprint, 0);
      engine = known;
    }
    return known;
  }

  synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
