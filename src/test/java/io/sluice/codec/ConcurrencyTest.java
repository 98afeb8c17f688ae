package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sluice.CodecException;
import java.lang.ref.WeakReference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One codec, many threads, and what remains of either. */
class ConcurrencyTest {

  record Item(int number, String text, List<Item> inner, Map<String, Integer> map) {
    static Item of(int seed) {
      List<Item> inner = seed % 3 == 0 ? List.of() : List.of(of(seed / 3), of(seed / 5));
      return new Item(seed, "t".repeat(seed % 50), inner, new HashMap<>(Map.of("k" + seed, seed)));
    }
  }

  private static final int THREADS = 80; // more than a pool has places

  private static void onManyThreads(Runnable action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(action));
      }
      for (Future<?> future : futures) {
        future.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyThreadsEncodeAndDecodeAtOnce() throws Exception {
    Codec<Item> codec = Codec.kryo(Item.class);
    onManyThreads(
        () -> {
          ByteBuffer small = ByteBuffer.allocate(5);
          for (int i = 0; i < 100; i++) {
            Item item = Item.of(i);
            assertThat(Encoded.roundTrip(codec, item)).isEqualTo(item);
            if (i % 7 == 0) {
              byte[] bytes = Encoded.encode(codec, Item.of(50 + i));
              bytes[bytes.length / 2] ^= 0x7F;
              try {
                Encoded.decode(codec, bytes);
                codec.encode(item, small.clear());
              } catch (CodecException | BufferOverflowException e) {
                // what matters is the next item
              }
            }
          }
        });
  }

  static class Outer {
    String name;
    byte[] inner;

    Outer(String name) {
      this.name = name;
    }
  }

  /** Uses its own codec, as one that wraps encrypted items in items might. */
  static final class NestingSerializer extends Serializer<Outer> {
    private Codec<Object> codec;

    @Override
    public void write(Kryo kryo, Output output, Outer object) {
      output.writeString(object.name);
      byte[] inner = Encoded.encode(codec, object.name + "!");
      output.writeInt(inner.length);
      output.writeBytes(inner);
      output.writeString(object.name);
    }

    @Override
    public Outer read(Kryo kryo, Input input, Class<? extends Outer> type) {
      Outer result = new Outer(input.readString());
      result.inner = input.readBytes(input.readInt());
      assertThat(Encoded.decode(codec, result.inner)).isEqualTo(result.name + "!");
      assertThat(input.readString()).isEqualTo(result.name);
      return result;
    }
  }

  @Test
  void serializerMayUseItsOwnCodec() throws Exception {
    NestingSerializer serializer = new NestingSerializer();
    serializer.codec = KryoCodec.builder(Object.class).register(Outer.class, serializer).build();
    onManyThreads(
        () -> {
          for (int i = 0; i < 200; i++) {
            Object copy = Encoded.roundTrip(serializer.codec, new Outer("name" + i));
            assertThat(((Outer) copy).name).isEqualTo("name" + i);
          }
        });
  }

  /**
   * Counts how many threads are inside at once: a serializer from a supplier sees no more than one.
   */
  static final class ConfinedSerializer extends Serializer<Outer> {
    static final AtomicInteger created = new AtomicInteger();
    static final AtomicInteger shared = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();

    ConfinedSerializer() {
      created.incrementAndGet();
    }

    @Override
    public void write(Kryo kryo, Output output, Outer object) {
      if (!busy.compareAndSet(false, true)) {
        shared.incrementAndGet();
      }
      output.writeString(object.name);
      busy.set(false);
    }

    @Override
    public Outer read(Kryo kryo, Input input, Class<? extends Outer> type) {
      return new Outer(input.readString());
    }
  }

  @Test
  void serializersFromSupplierAreUsedByOneThreadAtATime() throws Exception {
    Codec<Outer> codec =
        KryoCodec.builder(Outer.class).register(Outer.class, ConfinedSerializer::new).build();
    onManyThreads(
        () -> {
          for (int i = 0; i < 500; i++) {
            Encoded.encode(codec, new Outer("n"));
          }
        });
    assertThat(ConfinedSerializer.shared).hasValue(0);
    assertThat(ConfinedSerializer.created.get()).isLessThan(10 * THREADS);
  }

  @Test
  void shortLivedThreadsTakeOverWhatEarlierOnesLeft() throws Exception {
    AtomicInteger created = new AtomicInteger();
    Codec<Outer> codec =
        KryoCodec.builder(Outer.class)
            .register(
                Outer.class,
                () -> {
                  created.incrementAndGet();
                  return new ConfinedSerializer();
                })
            .build();
    for (int i = 0; i < 500; i++) {
      Thread thread = new Thread(() -> Encoded.roundTrip(codec, new Outer("n")));
      thread.start();
      thread.join(TimeUnit.SECONDS.toMillis(60));
    }
    assertThat(created.get()).as("one for each place in the pool").isLessThan(70);
  }

  @Test
  void changingCollectionsAreEncodedAsTheyWereAtSomeMoment() throws Exception {
    Codec<Object> codec = Codec.kryo(Object.class);
    Map<Integer, Integer> map = new ConcurrentHashMap<>();
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !stop.get(); i++) {
                map.put(i % 100, i);
                map.remove((i + 50) % 100);
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 5_000; i++) {
        assertThat(Encoded.roundTrip(codec, (Object) map)).isInstanceOf(ConcurrentHashMap.class);
        assertThat(Encoded.roundTrip(codec, (Object) map.keySet())).isNotNull();
      }
    } finally {
      stop.set(true);
      writer.join(TimeUnit.SECONDS.toMillis(60));
    }
  }

  @Test
  void threadsDoNotKeepTheCodecsClassesAlive() throws Exception {
    WeakReference<Class<?>> type = useClassOfItsOwn();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              System.gc();
              return type.get() == null;
            });
  }

  private static WeakReference<Class<?>> useClassOfItsOwn() throws Exception {
    Class<?> type = Compiled.type("Unloaded", "public class Unloaded { private int x = 7; }");
    Codec<Object> codec = KryoCodec.builder(Object.class).register(type).build();
    for (int i = 0; i < 10_000; i++) {
      Encoded.roundTrip(codec, type.getConstructor().newInstance());
    }
    return new WeakReference<>(type);
  }

  static final class FailingSerializer extends Serializer<Outer> {
    @Override
    public void write(Kryo kryo, Output output, Outer object) {
      switch (object.name) {
        case "state" -> throw new IllegalStateException("by the serializer");
        case "overflow" -> ByteBuffer.allocate(1).putLong(1);
        case "error" -> throw new NoClassDefFoundError("by the serializer");
        case "swallow" -> {
          try {
            output.writeBytes(new byte[100_000]);
          } catch (RuntimeException e) {
            output.setPosition(0);
          }
        }
        default -> output.writeString(object.name);
      }
    }

    @Override
    public Outer read(Kryo kryo, Input input, Class<? extends Outer> type) {
      throw new UnsupportedOperationException("by the serializer");
    }
  }

  @Test
  void failuresOfSerializersAreCodecExceptionsAndTheNextItemWorks() {
    Codec<Object> codec =
        KryoCodec.builder(Object.class).register(Outer.class, new FailingSerializer()).build();
    for (String how : List.of("state", "overflow", "error")) {
      for (Object item : List.of(new Outer(how), List.of("x", List.of(new Outer(how))))) {
        assertThatExceptionOfType(CodecException.class)
            .as(how)
            .isThrownBy(() -> Encoded.encode(codec, item))
            .satisfies(e -> assertThat(e.className()).isEqualTo(item.getClass().getName()));
        assertThat(Encoded.roundTrip(codec, (Object) List.of(1, "x"))).isEqualTo(List.of(1, "x"));
      }
    }
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(codec, new Outer("state")))
        .withCauseInstanceOf(IllegalStateException.class)
        .withMessageContaining("by the serializer");
    byte[] bytes = Encoded.encode(codec, new Outer("fine"));
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(codec, bytes))
        .withCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void overflowIsToldEvenWhenTheSerializerSwallowsIt() {
    Codec<Object> codec =
        KryoCodec.builder(Object.class).register(Outer.class, new FailingSerializer()).build();
    ByteBuffer target = ByteBuffer.allocate(1000);
    assertThatExceptionOfType(BufferOverflowException.class)
        .isThrownBy(() -> codec.encode(new Outer("swallow"), target));
  }
}
