package io.sluice.codec;

import java.nio.ByteBuffer;

/** The bytes as they are. */
final class BytesCodec implements Codec<byte[]> {

  static final BytesCodec INSTANCE = new BytesCodec();

  private BytesCodec() {}

  @Override
  public void encode(byte[] item, ByteBuffer target) {
    target.put(item);
  }

  @Override
  public byte[] decode(ByteBuffer source) {
    byte[] item = new byte[source.remaining()];
    source.get(item);
    return item;
  }

  @Override
  public String fingerprint() {
    return "bytes";
  }
}
