package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.VersionFieldSerializer;
import com.esotericsoftware.kryo.serializers.VersionFieldSerializer.Since;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Classes that are neither records nor collections: by their fields. */
class ObjectTest {

  /** The message of the benchmarks. */
  public static class Order {
    public long id;
    public String symbol;
    public double price;
    public int quantity;
    public boolean buy;
  }

  enum Side {
    BUY,
    SELL {
      @Override
      int sign() {
        return -1;
      }
    };

    int sign() {
      return 1;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable"}) // fields are read by reflection
  static class Base {
    private int number;
    private final String fixed;
    private transient int skipped = 7;

    Base() {
      this("initial");
    }

    Base(String fixed) {
      this.fixed = fixed;
    }
  }

  @SuppressWarnings({"unused", "UnusedVariable"}) // fields are read by reflection
  static class Everything extends Base {
    private int number;
    private byte tiny;
    private short small;
    private char letter;
    private float real;
    private Integer boxed;
    private Object any;
    private List<Side> sides;
    private Side[] array;
    private Map<String, Everything> others;
    private final int[] numbers;

    private Everything(int number, int baseNumber, int[] numbers) {
      super("fixed " + number);
      this.number = number;
      super.number = baseNumber;
      this.numbers = numbers;
    }

    static Everything of(int seed) {
      Everything result = new Everything(seed, -seed, new int[] {seed, seed + 1});
      result.tiny = (byte) seed;
      result.small = (short) seed;
      result.letter = 'l';
      result.real = seed / 2f;
      result.boxed = seed % 2 == 0 ? seed : null;
      result.any = seed % 3 == 0 ? "text" : Side.SELL;
      result.sides = new ArrayList<>(List.of(Side.BUY, Side.SELL));
      result.array = new Side[] {null, Side.SELL};
      result.others = new HashMap<>();
      if (seed > 0) {
        result.others.put("next", of(seed - 1));
      }
      return result;
    }
  }

  @Test
  void privateAndFinalAndInheritedFieldsArrive() {
    Codec<Everything> codec = Codec.kryo(Everything.class);
    Everything item = Everything.of(4);
    Everything copy = Encoded.roundTrip(codec, item);
    assertThat(copy)
        .usingRecursiveComparison()
        .ignoringFields("skipped")
        .ignoringFieldsMatchingRegexes(".*skipped")
        .isEqualTo(item);
    assertThat(((Base) copy).skipped).as("no constructor was called").isZero();
  }

  @Test
  void constructorWithoutArgumentsIsCalledWhereThereIsOne() {
    Base item = new Base("other");
    item.skipped = 8;
    Base copy = Encoded.roundTrip(Codec.kryo(Base.class), item);
    assertThat(copy.fixed).isEqualTo("other");
    assertThat(copy.skipped).isEqualTo(7);
  }

  @Test
  void orderTakesTwentyBytes() {
    Order order = order();
    byte[] bytes = Encoded.encode(Codec.kryo(Order.class), order);
    assertThat(bytes).hasSize(20);
    assertThat(Encoded.decode(Codec.kryo(Order.class), bytes))
        .usingRecursiveComparison()
        .isEqualTo(order);
  }

  private static Order order() {
    Order order = new Order();
    order.id = 100_000_000L;
    order.symbol = "MSFT";
    order.price = 412.25;
    order.quantity = 100;
    order.buy = true;
    return order;
  }

  /** Whoever reads the queue with another tool finds what Kryo itself would have written. */
  @Test
  void bytesAreThoseOfKryosFieldSerializer() {
    Kryo kryo = new Kryo();
    kryo.setOptimizedGenerics(false);
    kryo.register(Order.class, new FieldSerializer<>(kryo, Order.class), Builtins.FIRST_USER_ID);
    Output output = new Output(64);
    kryo.writeClassAndObject(output, order());
    assertThat(Encoded.encode(Codec.kryo(Order.class), order())).isEqualTo(output.toBytes());
  }

  static class SubOrder extends Order {
    String venue;
  }

  @Test
  void subclassesKeepTheirClass() {
    SubOrder item = new SubOrder();
    item.venue = "X";
    Order copy = Encoded.roundTrip(Codec.kryo(Order.class, SubOrder.class), item);
    assertThat(copy)
        .isInstanceOfSatisfying(SubOrder.class, sub -> assertThat(sub.venue).isEqualTo("X"));
  }

  static class Arrays {
    Object[] any = new String[] {"x"};
  }

  @Test
  void arraysKeepTheirClass() {
    assertThat(Encoded.roundTrip(Codec.kryo(Arrays.class), new Arrays()).any)
        .isExactlyInstanceOf(String[].class);
    assertThat(Encoded.roundTrip(Codec.kryo(Object[].class), new Integer[] {1}))
        .isExactlyInstanceOf(Integer[].class);
  }

  static class Annotated {
    @FieldSerializer.NotNull Order order = order();

    @FieldSerializer.Bind(canBeNull = false)
    String text = "t";
  }

  @Test
  void kryosFieldAnnotationsAreObeyed() {
    Codec<Annotated> codec = Codec.kryo(Annotated.class, Order.class);
    assertThat(Encoded.roundTrip(codec, new Annotated()))
        .usingRecursiveComparison()
        .isEqualTo(new Annotated());
  }

  @DefaultSerializer(VersionFieldSerializer.class)
  static class Versioned {
    int first = 1;

    @Since(2)
    int second = 2;
  }

  static class Custom implements KryoSerializable {
    int value;

    @Override
    public void write(Kryo kryo, Output output) {
      output.writeInt(value ^ 0x55);
    }

    @Override
    public void read(Kryo kryo, Input input) {
      value = input.readInt() ^ 0x55;
    }
  }

  @Test
  void kryosClassAnnotationsAndInterfacesAreObeyed() {
    assertThat(Encoded.roundTrip(Codec.kryo(Versioned.class), new Versioned()).second).isEqualTo(2);
    Custom custom = new Custom();
    custom.value = 9;
    byte[] bytes = Encoded.encode(Codec.kryo(Custom.class), custom);
    assertThat(bytes).containsExactly(Builtins.FIRST_USER_ID + 2, 9 ^ 0x55, 0, 0, 0);
    assertThat(Encoded.decode(Codec.kryo(Custom.class), bytes).value).isEqualTo(9);
  }

  @Test
  void manyFieldsArrive() throws ReflectiveOperationException {
    for (int count : new int[] {0, 1, 23, 24, 25, 47, 48, 49, 300}) {
      StringBuilder source = new StringBuilder("public class Wide {");
      for (int i = 0; i < count; i++) {
        source
            .append("public ")
            .append(i % 3 == 0 ? "String" : "int")
            .append(" f")
            .append(i)
            .append(';');
      }
      Class<?> type = Compiled.type("Wide", source + "}");
      Object item = type.getConstructor().newInstance();
      for (int i = 0; i < count; i++) {
        type.getField("f" + i).set(item, i % 3 == 0 ? (Object) ("s" + i) : (Object) i);
      }
      Codec<Object> codec = KryoCodec.builder(Object.class).register(type).build();
      Object copy = Encoded.roundTrip(codec, item);
      for (int i = 0; i < count; i++) {
        assertThat(type.getField("f" + i).get(copy)).isEqualTo(type.getField("f" + i).get(item));
      }
    }
  }
}
