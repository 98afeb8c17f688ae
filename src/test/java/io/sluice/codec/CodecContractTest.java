package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.sluice.CodecException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every codec promises, on every kind of buffer. */
class CodecContractTest {

  record Point(int x, String label, List<Double> weights) {}

  record Case(String name, Codec<Object> codec, Object item) {
    @SuppressWarnings("unchecked")
    static <T> Case of(String name, Codec<T> codec, T item) {
      return new Case(name, (Codec<Object>) codec, item);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  record Buffers(String name, IntFunction<ByteBuffer> allocate) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() {
    return List.of(
        Case.of("bytes", Codec.bytes(), new byte[] {1, 2, 3, -1, 0}),
        Case.of("no bytes", Codec.bytes(), new byte[0]),
        Case.of("ascii", Codec.utf8(), "hello, world"),
        Case.of("utf8", Codec.utf8(), "gr\u00fc\u00df dich \u4e16 \ud83d\ude00!"),
        Case.of("empty text", Codec.utf8(), ""),
        Case.of("record", Codec.kryo(Point.class), new Point(-7, "p", List.of(1.0, 2.5))),
        Case.of("string", Codec.kryo(String.class), "a string of more than thirty-two characters"),
        Case.of("integer", Codec.kryo(Integer.class), 123_456),
        Case.of(
            "generic",
            Codec.kryo(new TypeRef<Map<String, List<Point>>>() {}),
            Map.of("k", List.of(new Point(1, "\u00e4", List.of())))));
  }

  static List<Buffers> buffers() {
    return List.of(
        new Buffers("heap", ByteBuffer::allocate),
        new Buffers(
            "heap, little-endian", n -> ByteBuffer.allocate(n).order(ByteOrder.LITTLE_ENDIAN)),
        new Buffers("slice", n -> ByteBuffer.allocate(n + 11).position(7).slice().limit(n)),
        new Buffers("direct", ByteBuffer::allocateDirect),
        new Buffers("direct slice", n -> ByteBuffer.allocateDirect(n + 11).position(5).slice()));
  }

  static Stream<Arguments> casesOnBuffers() {
    return cases().stream().flatMap(c -> buffers().stream().map(b -> Arguments.of(c, b)));
  }

  @ParameterizedTest
  @MethodSource("casesOnBuffers")
  void writesAndReadsExactlyItsBytes(Case c, Buffers buffers) {
    byte[] expected = Encoded.encode(c.codec(), c.item());
    ByteBuffer buffer = buffers.allocate().apply(3 + expected.length + 4);
    ByteOrder order = buffer.order();
    for (int i = 0; i < buffer.limit(); i++) {
      buffer.put(i, (byte) 0x5A);
    }
    buffer.position(3);

    c.codec().encode(c.item(), buffer);

    assertThat(buffer.position()).isEqualTo(3 + expected.length);
    byte[] written = new byte[expected.length];
    buffer.get(3, written);
    assertThat(written).isEqualTo(expected);
    for (int i = 0; i < 3; i++) {
      assertThat(buffer.get(i)).isEqualTo((byte) 0x5A);
    }
    for (int i = 3 + expected.length; i < buffer.limit(); i++) {
      assertThat(buffer.get(i)).isEqualTo((byte) 0x5A);
    }
    buffer.limit(buffer.position()).position(3);
    assertThat(c.codec().decode(buffer)).isEqualTo(c.item());
    assertThat(buffer.position()).isEqualTo(buffer.limit());
    assertThat(buffer.order()).isEqualTo(order);
  }

  @ParameterizedTest
  @MethodSource("casesOnBuffers")
  void readsWhatCannotBeWritten(Case c, Buffers buffers) {
    byte[] bytes = Encoded.encode(c.codec(), c.item());
    ByteBuffer buffer = buffers.allocate().apply(bytes.length).limit(bytes.length);
    ByteBuffer source = buffer.put(bytes).flip().asReadOnlyBuffer();

    assertThat(c.codec().decode(source)).isEqualTo(c.item());
    assertThat(source.remaining()).isZero();
  }

  @ParameterizedTest
  @MethodSource("casesOnBuffers")
  void overflowsInAnySmallerTargetAndLeavesItsPosition(Case c, Buffers buffers) {
    byte[] expected = Encoded.encode(c.codec(), c.item());
    for (int size = 0; size < expected.length; size++) {
      // Room behind the limit, which must not be used.
      ByteBuffer target = buffers.allocate().apply(size + 20).limit(size + 2).position(2);

      assertThatExceptionOfType(BufferOverflowException.class)
          .as("size %s", size)
          .isThrownBy(() -> c.codec().encode(c.item(), target));
      assertThat(target.position()).isEqualTo(2);
      target.limit(size + 20);
      for (int i = size + 2; i < target.limit(); i++) {
        assertThat(target.get(i)).isZero();
      }
      assertThat(Encoded.encode(c.codec(), c.item())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusesReadOnlyTarget(Case c) {
    ByteBuffer target = ByteBuffer.allocate(100).asReadOnlyBuffer();
    assertThatExceptionOfType(ReadOnlyBufferException.class)
        .isThrownBy(() -> c.codec().encode(c.item(), target));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusesNull(Case c) {
    ByteBuffer target = ByteBuffer.allocate(100);
    assertThatNullPointerException().isThrownBy(() -> c.codec().encode(null, target));
    assertThat(target.position()).isZero();
  }

  /** Any bytes are an item of bytes(), and any that are text one of utf8(). */
  static Stream<Arguments> kryoCasesOnBuffers() {
    return cases().stream()
        .filter(c -> c.codec() instanceof KryoCodec)
        .flatMap(c -> buffers().stream().map(b -> Arguments.of(c, b)));
  }

  @ParameterizedTest
  @MethodSource("kryoCasesOnBuffers")
  void refusesTruncatedAndExtendedBytesAndLeavesTheirPosition(Case c, Buffers buffers) {
    byte[] bytes = Encoded.encode(c.codec(), c.item());
    for (int length = 0; length <= bytes.length + 2; length++) {
      ByteBuffer source = buffers.allocate().apply(length + 3).position(1).limit(1 + length);
      source.duplicate().put(Arrays.copyOf(bytes, length));
      if (length != bytes.length) {
        assertThatExceptionOfType(CodecException.class)
            .as("%s of %s bytes", length, bytes.length)
            .isThrownBy(() -> c.codec().decode(source));
        assertThat(source.position()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fingerprintIsShortAndStable(Case c) {
    assertThat(c.codec().fingerprint())
        .isEqualTo(c.codec().fingerprint())
        .isPrintable()
        .hasSizeLessThan(200);
  }
}
