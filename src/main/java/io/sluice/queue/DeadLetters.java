package io.sluice.queue;

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
  private final @Nullable String address;
  private final String fingerprint;
  private @Nullable Engine engine;
  private boolean closed;

  DeadLetters(QueueSettings settings) {
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
   * Whether the letter was accepted; it is not if it is larger than their queue allows. Blocks for
   * a file at first use and for large letters: not for every thread.
   */
  boolean accept(byte[] letter) {
    Engine letters = open();
    if (letters == null || letter.length > letters.settings().maxItemSize()) {
      return false;
    }
    return letters.put(PutRun.of(letter), (result, failure) -> {}) > 0;
  }

  private synchronized @Nullable Engine open() {
    if (engine == null && address != null && !closed) {
      engine =
          SharedMemoryEngine.open(URI.create(address), QueueSettings.Kind.QUEUE, fingerprint, 0);
    }
    return engine;
  }

  synchronized void close() {
    closed = true;
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}
