package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The pipes of one test, closed after it, and messages. */
final class Pipes implements AfterEachCallback {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final int SMALL = 64 << 10;

  private final List<AutoCloseable> open = new ArrayList<>();

  /** A pipe of 64 KiB. */
  SimplexPipe<byte[]> small() {
    return closeLater(SimplexPipe.builder(Codec.bytes()).capacity(SMALL).create());
  }

  SimplexPipe<String> texts() {
    return closeLater(SharedPipe.simplex(Codec.utf8()));
  }

  /** Both ways, 64 KiB each. */
  SharedPipe<byte[], byte[]> duplex() {
    return closeLater(SharedPipe.builder(Codec.bytes(), Codec.bytes()).capacity(SMALL).create());
  }

  <C extends AutoCloseable> C closeLater(C pipe) {
    open.add(pipe);
    return pipe;
  }

  /** Bytes that nothing else has. */
  static byte[] message(int size, long seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable pipe : open) {
      pipe.close();
    }
  }
}
