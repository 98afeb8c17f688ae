package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.CodecException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTest {

  record Primitives(
      boolean flag,
      byte tiny,
      short small,
      char letter,
      int number,
      long large,
      float real,
      double wide) {}

  private record Hidden(String name, List<Integer> numbers) {}

  record Empty() {}

  record Boxes(Boolean flag, Integer number, String text, Object any, List<Long> maybe) {}

  record Node(String name, Node next, List<Node> children) {}

  record Pair<A, B>(A first, B second) {}

  record Positive(int value) {
    Positive {
      if (value <= 0) {
        throw new IllegalArgumentException("not positive: " + value);
      }
    }
  }

  record Checked(int value) {
    Checked {
      if (value == 13) {
        sneak(new IOException("thirteen"));
      }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable e) throws E {
      throw (E) e;
    }
  }

  /** The same names and types as {@link Swapped}, declared in another order. */
  record Ordered(int a, String b, double c) {}

  record Swapped(double c, int a, String b) {}

  record Defensive(List<String> names) {
    Defensive {
      names = List.copyOf(names);
    }
  }

  @Test
  void primitivesArriveEqual() {
    Codec<Primitives> codec = Codec.kryo(Primitives.class);
    for (Primitives item :
        List.of(
            new Primitives(true, (byte) 1, (short) 2, 'c', 4, 5, 6, 7),
            new Primitives(
                false,
                Byte.MIN_VALUE,
                Short.MIN_VALUE,
                '\uffff',
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Float.NaN,
                Double.NEGATIVE_INFINITY))) {
      assertThat(Encoded.roundTrip(codec, item)).isEqualTo(item);
    }
  }

  @Test
  void privateRecordsArriveEqual() {
    Hidden item = new Hidden("x", List.of(1, 2));
    assertThat(Encoded.roundTrip(Codec.kryo(Hidden.class), item)).isEqualTo(item);
  }

  @Test
  void recordWithoutComponentsTakesNoBytes() {
    Codec<Empty> codec = Codec.kryo(Empty.class);
    assertThat(Encoded.encode(codec, new Empty())).isEmpty();
    assertThat(Encoded.roundTrip(codec, new Empty())).isEqualTo(new Empty());
  }

  @Test
  void componentsMayBeNullOrOfAnyClass() {
    Codec<Boxes> codec = Codec.kryo(Boxes.class);
    Boxes full = new Boxes(true, 1, "text", List.of("x"), List.of(3L));
    Boxes empty = new Boxes(null, null, null, null, null);
    assertThat(Encoded.roundTrip(codec, full)).isEqualTo(full);
    assertThat(Encoded.roundTrip(codec, empty)).isEqualTo(empty);
  }

  @Test
  void nestedAndGenericRecordsArriveEqual() {
    Codec<Pair<Node, Pair<Hidden, int[]>>> codec =
        Codec.kryo(new TypeRef<Pair<Node, Pair<Hidden, int[]>>>() {});
    Node leaf = new Node("leaf", null, List.of());
    Pair<Node, Pair<Hidden, int[]>> item =
        new Pair<>(new Node("root", leaf, List.of(leaf, leaf)), new Pair<>(null, null));
    assertThat(Encoded.roundTrip(codec, item)).isEqualTo(item);
  }

  @Test
  void constructorIsCalled() {
    Codec<Defensive> codec = Codec.kryo(Defensive.class);
    Defensive item = new Defensive(Arrays.asList("a", "b"));
    assertThat(Encoded.roundTrip(codec, item).names()).isUnmodifiable();
  }

  @Test
  void constructorThatRefusesIsCodecException() {
    byte[] minusOne = {1};
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(Codec.kryo(Positive.class), minusOne))
        .withMessageContaining("not positive: -1")
        .withCauseInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.className()).isEqualTo(Positive.class.getName()));
    byte[] thirteen = {26};
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(Codec.kryo(Checked.class), thirteen))
        .withRootCauseInstanceOf(IOException.class);
  }

  @Test
  void declarationOrderDoesNotMatter() {
    byte[] bytes = Encoded.encode(Codec.kryo(Ordered.class), new Ordered(1, "two", 3));
    assertThat(Encoded.decode(Codec.kryo(Swapped.class), bytes))
        .isEqualTo(new Swapped(3, 1, "two"));
  }

  record TwentyFour(
      int a0,
      long a1,
      String a2,
      double a3,
      Integer a4,
      int a5,
      int a6,
      int a7,
      int a8,
      int a9,
      int b0,
      int b1,
      int b2,
      int b3,
      int b4,
      int b5,
      int b6,
      int b7,
      int b8,
      int b9,
      List<String> c0,
      boolean c1,
      byte c2,
      char c3) {}

  record TwentyFive(
      int a0,
      long a1,
      String a2,
      double a3,
      Integer a4,
      int a5,
      int a6,
      int a7,
      int a8,
      int a9,
      int b0,
      int b1,
      int b2,
      int b3,
      int b4,
      int b5,
      int b6,
      int b7,
      int b8,
      int b9,
      List<String> c0,
      boolean c1,
      byte c2,
      char c3,
      float c4) {}

  @Test
  void manyComponentsArriveEqual() {
    TwentyFour most =
        new TwentyFour(
            1,
            2,
            "3",
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            18,
            19,
            20,
            List.of("21"),
            true,
            (byte) 23,
            'x');
    TwentyFive more =
        new TwentyFive(
            1,
            2,
            "3",
            4,
            null,
            6,
            7,
            8,
            9,
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            18,
            19,
            20,
            List.of("21"),
            true,
            (byte) 23,
            'x',
            25);
    assertThat(Encoded.roundTrip(Codec.kryo(TwentyFour.class), most)).isEqualTo(most);
    assertThat(Encoded.roundTrip(Codec.kryo(TwentyFive.class), more)).isEqualTo(more);
  }

  /** The largest constructor that a class file can hold: 255 slots, one of them for this. */
  @Test
  void asManyComponentsAsThereCanBeArriveEqual() throws ReflectiveOperationException {
    StringBuilder components = new StringBuilder("long c0");
    for (int i = 1; i < 253; i++) {
      components.append(i % 7 == 0 ? ", String c" : ", int c").append(i);
    }
    Class<?> type = Compiled.type("Large", "public record Large(" + components + ") {}");
    Object[] values = new Object[253];
    values[0] = 1L << 50;
    for (int i = 1; i < 253; i++) {
      values[i] = i % 7 == 0 ? (Object) ("s" + i) : (Object) i;
    }
    Object item = type.getConstructors()[0].newInstance(values);
    assertThat(Encoded.<Object>roundTrip(untyped(type), item)).isEqualTo(item);
  }

  @SuppressWarnings("unchecked")
  private static Codec<Object> untyped(Class<?> type) {
    return (Codec<Object>) Codec.kryo(type);
  }
}
