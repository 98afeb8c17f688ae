package io.sluice.worker;

import org.jspecify.annotations.Nullable;

/** What a worker is told before its first task. */
final class Setup {
  private final byte @Nullable [] codec;
  private final byte @Nullable [] initializer;
  private final String fingerprint;

  /**
   * Makes one.
   *
   * @param codec makes the codec, a {@link RemoteCallable}; null for the usual one
   * @param initializer runs once, a {@link WorkerPool.Initializer}; null for none
   * @param fingerprint of the pool's codec
   */
  Setup(byte @Nullable [] codec, byte @Nullable [] initializer, String fingerprint) {
    this.codec = codec;
    this.initializer = initializer;
    this.fingerprint = fingerprint;
  }

  byte @Nullable [] codec() {
    return codec;
  }

  byte @Nullable [] initializer() {
    return initializer;
  }

  String fingerprint() {
    return fingerprint;
  }

  byte[] toHead() {
    return Heads.write(
        out -> {
          Heads.writeBytes(out, codec);
          Heads.writeBytes(out, initializer);
          Heads.writeText(out, fingerprint);
        });
  }

  static Setup fromHead(byte[] head) {
    return Heads.read(
        head,
        in ->
            new Setup(
                Heads.readBytes(in), Heads.readBytes(in), String.valueOf(Heads.readText(in))));
  }
}
