package io.sluice.examples.webflux;

import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Puts an image together: each piece is copied once and given back as it comes. */
final class ImageBytes {
  private static final int FIRST_BYTES = 64 << 10;

  private final int most;
  private byte[] bytes;
  private int length;

  private ImageBytes(int expected, int most) {
    this.most = most;
    this.bytes = new byte[expected];
  }

  /**
   * All pieces in one.
   *
   * @param said how many bytes will come, or less than 0 for who knows
   * @param most with more it fails with a {@link DataBufferLimitException}
   */
  static Mono<byte[]> collect(Flux<DataBuffer> pieces, long said, int most) {
    int expected = said < 0 ? FIRST_BYTES : (int) Math.min(said, most);
    return pieces
        .collect(() -> new ImageBytes(expected, most), ImageBytes::add)
        .map(ImageBytes::all);
  }

  private void add(DataBuffer piece) {
    try {
      int more = piece.readableByteCount();
      if (more > most - length) {
        throw new DataBufferLimitException("An image may have " + most + " bytes at most");
      }
      if (more > bytes.length - length) {
        bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * bytes.length, length + more)));
      }
      piece.read(bytes, length, more);
      length += more;
    } finally {
      DataBufferUtils.release(piece);
    }
  }

  private byte[] all() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
