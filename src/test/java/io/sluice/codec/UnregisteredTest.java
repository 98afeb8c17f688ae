package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.CodecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Codecs whose classes need no registration, for writers that are trusted. */
class UnregisteredTest {

  record Point(int x, List<Shape> shapes) {}

  static class Shape {
    final String name;

    Shape(String name) {
      this.name = name;
    }
  }

  private final Codec<Object> codec =
      KryoCodec.builder(Object.class).registrationRequired(false).build();

  @Test
  void classesTravelByName() {
    Point item = new Point(1, List.of(new Shape("a"), new Shape("b")));
    Codec<Object> other = KryoCodec.builder(Object.class).registrationRequired(false).build();
    for (int i = 0; i < 3; i++) {
      byte[] bytes = Encoded.encode(codec, item);
      assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("io.sluice.codec.UnregisteredTest$Poin");
      assertThat(Encoded.decode(other, bytes)).usingRecursiveComparison().isEqualTo(item);
    }
  }

  @Test
  void privateCollectionsTravelAsOrdinaryOnes() {
    Object item = Map.of("k", List.of(1, 2, 3).subList(0, 1));
    assertThat(Encoded.roundTrip(codec, item)).isEqualTo(item);
  }

  @Test
  void whatCannotBeSentIsRefusedWhenItIsEncoded() {
    Runnable lambda = () -> {};
    for (Object item : List.of(lambda, Thread.currentThread(), Map.of("k", lambda))) {
      assertThatExceptionOfType(CodecException.class).isThrownBy(() -> Encoded.encode(codec, item));
    }
    assertThat(Encoded.roundTrip(codec, (Object) new Point(1, null))).isEqualTo(new Point(1, null));
  }

  @Test
  void classesAreFoundInTheGivenLoader() throws ReflectiveOperationException {
    Class<?> type = Compiled.type("Loaded", "public record Loaded(int x) {}");
    Object item = type.getConstructor(int.class).newInstance(7);
    byte[] bytes = Encoded.encode(codec, item);
    Codec<Object> found =
        KryoCodec.builder(Object.class)
            .registrationRequired(false)
            .classLoader(type.getClassLoader())
            .build();
    assertThat(Encoded.decode(found, bytes)).isEqualTo(item);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(
            () ->
                Encoded.decode(
                    KryoCodec.builder(Object.class).registrationRequired(false).build(), bytes))
        .withMessageContaining("Loaded");
  }
}
