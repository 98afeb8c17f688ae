package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CompatibleFieldSerializer;
import io.sluice.CodecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which classes are registered, in which order, and what is said about one that is not. */
class RegistrationTest {

  enum Side {
    BUY,
    SELL
  }

  enum Colour {
    RED
  }

  record Leg(Side side, Price price) {}

  record Price(long ticks) {}

  record Trade(List<Leg> legs, Map<String, Amount[]> amounts, Pattern pattern, Runnable callback) {}

  static class Amount {
    Colour colour;
    List<Side[]> sides;
    Plain plain;
  }

  static class Plain {
    Object value;
  }

  sealed interface Shape permits Square, Circle, Group {}

  record Square(int side) implements Shape {}

  static final class Circle implements Shape {
    int radius;
  }

  sealed interface Group extends Shape {}

  record Pair(Shape a, Shape b) implements Group {}

  abstract static class Animal {}

  static class Dog extends Animal {}

  private static List<String> registered(Class<?>... types) {
    Registrations registrations = new Registrations(Map.of());
    for (Class<?> type : types) {
      registrations.add(type);
    }
    List<String> names = new ArrayList<>();
    registrations.ids().forEach((type, id) -> names.add(id + " " + type.getSimpleName()));
    return names;
  }

  @Test
  void recordsBringAllThatTheirComponentsMention() {
    assertThat(registered(Trade.class))
        .containsExactly(
            "9 Trade",
            "10 Amount[]",
            "11 Amount",
            "12 Side[]",
            "13 Side",
            "14 Colour",
            "15 Leg",
            "16 Price");
  }

  @Test
  void otherClassesBringTheirEnumsOnly() {
    assertThat(registered(Amount.class))
        .containsExactly("9 Amount", "10 Side[]", "11 Side", "12 Colour");
  }

  @Test
  void sealedTypesBringTheirPermittedSubclasses() {
    assertThat(registered(Shape.class)).containsExactly("9 Circle", "10 Pair", "11 Square");
  }

  @Test
  void abstractClassesAndKnownOnesTakeNoId() {
    assertThat(registered(Animal.class, Runnable.class, String.class, Integer.class, List.class))
        .isEmpty();
    assertThat(registered(Dog.class, Animal.class, Dog.class, Price.class))
        .containsExactly("9 Dog", "10 Price");
  }

  @Test
  void typeRefsBringAllThatTheyMention() {
    Map<String, List<? extends Shape>> item = Map.of("k", List.of(new Square(1), new Circle()));
    Codec<Map<String, List<? extends Shape>>> codec =
        Codec.kryo(new TypeRef<Map<String, List<? extends Shape>>>() {});
    assertThat(Encoded.roundTrip(codec, item)).usingRecursiveComparison().isEqualTo(item);
  }

  @Test
  void missingClassIsNamedWithTheLineToAdd() {
    Amount item = new Amount();
    item.plain = new Plain();
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(Codec.kryo(Amount.class), item))
        .withMessageContaining(
            "Codec.kryo(Amount.class, io.sluice.codec.RegistrationTest.Plain.class)")
        .withMessageContaining("plain (" + Amount.class.getName() + ")")
        .satisfies(e -> assertThat(e.className()).isEqualTo(Plain.class.getName()));

    Codec<Amount> codec = Codec.kryo(Amount.class, Plain.class);
    assertThat(Encoded.roundTrip(codec, item).plain).isNotNull();
  }

  @Test
  void missingClassIsNamedForGenericTypes() {
    Codec<List<Object>> codec = Codec.kryo(new TypeRef<List<Object>>() {});
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(codec, List.of((Object) new Dog[0])))
        .withMessageContaining(
            "Codec.kryo(new TypeRef<java.util.List<java.lang.Object>>() {},"
                + " io.sluice.codec.RegistrationTest.Dog[].class)");
  }

  @Test
  void whatCannotBeRegisteredIsExplained() {
    Codec<Object> codec = Codec.kryo(Object.class);
    Runnable lambda = () -> {};
    Object anonymous =
        new Object() {
          @Override
          public String toString() {
            return "anonymous";
          }
        };
    assertFails(codec, lambda, "lambda");
    assertFails(codec, anonymous, "anonymous");
    assertFails(
        codec, Pattern.compile("x"), ".register(java.util.regex.Pattern.class, serializer)");
  }

  private static void assertFails(Codec<Object> codec, Object item, String message) {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(codec, item))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.className()).isEqualTo(item.getClass().getName()));
  }

  @Test
  void classWhoseFieldsAreClosedIsRefusedAtOnce() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Codec.kryo(Pattern.class))
        .withMessageContaining(".register(java.util.regex.Pattern.class, serializer)")
        .satisfies(e -> assertThat(e.className()).isEqualTo(Pattern.class.getName()));
  }

  static final class PatternSerializer extends Serializer<Pattern> {
    @Override
    public void write(Kryo kryo, Output output, Pattern object) {
      output.writeString(object.pattern());
    }

    @Override
    public Pattern read(Kryo kryo, Input input, Class<? extends Pattern> type) {
      return Pattern.compile(input.readString());
    }
  }

  @Test
  void serializersOfTheUserAreUsed() {
    Pattern item = Pattern.compile("a+");
    for (Codec<Pattern> codec :
        List.of(
            KryoCodec.builder(Pattern.class)
                .register(Pattern.class, new PatternSerializer())
                .build(),
            KryoCodec.builder(Pattern.class)
                .register(Pattern.class, PatternSerializer::new)
                .build())) {
      assertThat(Encoded.roundTrip(codec, item).pattern()).isEqualTo("a+");
    }
  }

  static final class EpochSerializer extends Serializer<Instant> {
    @Override
    public void write(Kryo kryo, Output output, Instant object) {
      output.writeLong(object.toEpochMilli());
    }

    @Override
    public Instant read(Kryo kryo, Input input, Class<? extends Instant> type) {
      return Instant.ofEpochMilli(input.readLong());
    }
  }

  @Test
  void serializersOfBuiltInClassesCanBeReplaced() {
    Codec<Instant> codec =
        KryoCodec.builder(Instant.class).register(Instant.class, new EpochSerializer()).build();
    Instant item = Instant.ofEpochSecond(1, 999_999_999);
    assertThat(Encoded.encode(codec, item)).hasSize(8);
    assertThat(Encoded.roundTrip(codec, item)).isEqualTo(Instant.ofEpochSecond(1, 999_000_000));
  }

  @Test
  void serializersThatNeedTheirKryoAreMadeByAFactory() {
    Codec<Amount> codec =
        KryoCodec.builder(Amount.class)
            .register(Amount.class, new SerializerFactory.CompatibleFieldSerializerFactory())
            .register(Colour.class)
            .build();
    Amount item = new Amount();
    item.colour = Colour.RED;
    assertThat(Encoded.roundTrip(codec, item).colour).isEqualTo(Colour.RED);
    assertThat(
            new SerializerFactory.CompatibleFieldSerializerFactory()
                .newSerializer(new Kryo(), Amount.class))
        .isInstanceOf(CompatibleFieldSerializer.class);
  }

  @Test
  void serializerThatCannotBeMadeIsCodecException() {
    KryoCodec.Builder<Price> builder =
        KryoCodec.builder(Price.class)
            .register(
                Price.class,
                () -> {
                  throw new IllegalStateException("no serializer today");
                });
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(builder::build)
        .withMessageContaining("no serializer today")
        .satisfies(e -> assertThat(e.className()).isEqualTo(Price.class.getName()));
  }

  @Test
  void moreClassesThanThereAreShortIds() {
    KryoCodec.Builder<Object> builder = KryoCodec.builder(Object.class);
    Class<?> array = Dog.class;
    for (int i = 0; i < 200; i++) {
      array = i == 0 ? Dog[].class : array.arrayType();
      builder.register(array);
    }
    Codec<Object> codec = builder.build();
    Object item = java.lang.reflect.Array.newInstance(array.getComponentType(), 3);
    assertThat(Encoded.roundTrip(codec, item)).hasSameClassAs(item);
    assertThat(Encoded.roundTrip(codec, (Object) new HashMap<>(Map.of("k", 1)))).isNotNull();
  }

  @Test
  void itemOfAnotherTypeIsRefused() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Codec<Object> raw = (Codec) Codec.kryo(Price.class);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(raw, "text"))
        .withMessageContaining("java.lang.String")
        .withMessageContaining(Price.class.getName());
    byte[] dog = Encoded.encode(Codec.kryo(Animal.class, Dog.class), new Dog());
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(Codec.kryo(Runnable.class, Dog.class), dog))
        .withMessageContaining(Dog.class.getName());
  }
}
