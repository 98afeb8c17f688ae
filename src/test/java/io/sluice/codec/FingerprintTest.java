package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.VersionFieldSerializer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When two codecs take each other for the same, and when they do not. */
class FingerprintTest {

  public static class Order {
    public long id;
    public String symbol;
    public List<Leg> legs;
    public TimeUnit unit;
  }

  record Leg(Side side, double price, List<int[]> sizes) {}

  enum Side {
    BUY,
    SELL
  }

  static class WithKryosSerializer {
    @FieldSerializer.NotNull Leg leg;
    String text;
    int number;
  }

  @DefaultSerializer(VersionFieldSerializer.class)
  static class Versioned {
    int number;
  }

  /**
   * Queues that are stored hold this text, and processes on other JDKs have to come to the same. It
   * may change with a release that changes the format, and then on purpose.
   */
  @Test
  void staysTheSameOnEveryJdkAndInEveryRelease() {
    Codec<Order> codec =
        Codec.kryo(Order.class, Leg.class, WithKryosSerializer.class, Versioned.class);
    assertThat(codec.fingerprint())
        .isEqualTo("kryo5:4febfe54b71a40c74353d76d6d1045c3e7fbef9c1d734843b5321df42f11bee1");
  }

  @Test
  void isShort() {
    assertThat(Codec.kryo(Order.class).fingerprint().getBytes(UTF_8)).hasSizeLessThan(200);
  }

  @Test
  void isTheSameForTheSameClasses() {
    assertThat(Codec.kryo(Order.class, Leg.class).fingerprint())
        .isEqualTo(Codec.kryo(new TypeRef<Order>() {}, Leg.class).fingerprint())
        .isEqualTo(
            KryoCodec.builder(Order.class).register(Leg.class).maxDepth(7).build().fingerprint());
    Codec<Order> used = Codec.kryo(Order.class, Leg.class);
    String before = used.fingerprint();
    Encoded.roundTrip(used, new Order());
    assertThat(used.fingerprint()).isEqualTo(before);
  }

  @Test
  void dependsOnTheClassesAndTheirOrder() {
    assertThat(
            List.of(
                Codec.kryo(Order.class).fingerprint(),
                Codec.kryo(Order.class, Leg.class).fingerprint(),
                Codec.kryo(Leg.class, Order.class).fingerprint(),
                Codec.kryo(Object.class, Order.class).fingerprint(),
                Codec.kryo(String.class).fingerprint(),
                Codec.kryo(Integer.class).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void dependsOnTheOptionsThatChangeTheBytes() {
    assertThat(
            List.of(
                KryoCodec.builder(Order.class).build().fingerprint(),
                KryoCodec.builder(Order.class).references(true).build().fingerprint(),
                KryoCodec.builder(Order.class).registrationRequired(false).build().fingerprint()))
        .doesNotHaveDuplicates();
  }

  static final class LegSerializer extends Serializer<Leg> {
    @Override
    public void write(Kryo kryo, Output output, Leg object) {}

    @Override
    public Leg read(Kryo kryo, Input input, Class<? extends Leg> type) {
      return new Leg(Side.BUY, 0, List.of());
    }
  }

  @Test
  void dependsOnTheSerializers() {
    assertThat(
            List.of(
                KryoCodec.builder(Leg.class).build().fingerprint(),
                KryoCodec.builder(Leg.class)
                    .register(Leg.class, new LegSerializer())
                    .build()
                    .fingerprint(),
                KryoCodec.builder(Order.class).build().fingerprint(),
                KryoCodec.builder(Order.class)
                    .register(Order.class, new SerializerFactory.CompatibleFieldSerializerFactory())
                    .build()
                    .fingerprint(),
                KryoCodec.builder(Leg.class)
                    .register(List.of(1).getClass(), new LegSerializer())
                    .build()
                    .fingerprint()))
        .doesNotHaveDuplicates();
  }

  private static String of(String source) throws ClassNotFoundException {
    return Codec.kryo(Compiled.type("Item", source)).fingerprint();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public class Item { long b; }",
        "public class Item { int a; String b; long c; }",
        "public class Item { int a; String renamed; }",
        "public class Item { int a; Object b; }",
        "public class Item { long a; String b; }",
        "public class Item { int a; transient String b; }",
        "public final class Item { int a; String b; }",
        "public record Item(int a, String b) {}"
      })
  void dependsOnEveryField(String changed) throws ClassNotFoundException {
    assertThat(of(changed)).isNotEqualTo(of("public class Item { int a; String b; }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public class Item { int a; String b; } | public class Item { private String b; static int c; public int a; void d() {} }",
        "public record Item(int a, String b) {} | public record Item(String b, int a) { static int c; }",
        "public class Item { java.util.List<String> a; } | public class Item { java.util.List<Integer> a; }",
        "public enum Item { A, B } | public enum Item { A, B { }; int c; }"
      })
  void doesNotDependOnWhatTheBytesDoNotDependOn(String one, String other)
      throws ClassNotFoundException {
    assertThat(of(one)).isEqualTo(of(other));
  }

  @Test
  void dependsOnComponentsAndConstants() throws ClassNotFoundException {
    assertThat(
            List.of(
                of("public record Item(int a, String b) {}"),
                of("public record Item(int a, String c) {}"),
                of("public record Item(int a, Object b) {}"),
                of("public record Item(int a) {}"),
                of("public enum Item { A, B }"),
                of("public enum Item { B, A }"),
                of("public enum Item { A, B, C }")))
        .doesNotHaveDuplicates();
  }

  @Test
  void versionedClassesTakePartByName() throws ClassNotFoundException {
    String annotation =
        "@com.esotericsoftware.kryo.DefaultSerializer("
            + "com.esotericsoftware.kryo.serializers.CompatibleFieldSerializer.class)";
    assertThat(of(annotation + "public class Item { int a; }"))
        .isEqualTo(of(annotation + "public class Item { int a; int b; }"))
        .isNotEqualTo(of("public class Item { int a; }"));
  }
}
