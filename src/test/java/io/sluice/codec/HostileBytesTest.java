package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import io.sluice.CodecException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that no codec wrote end as an item or a CodecException, with no more memory than in
 * proportion to their number. The memory is measured, so nothing here depends on the heap's size.
 */
class HostileBytesTest {

  /** The most that a byte may cost: an empty ArrayDeque is one byte and has seventeen slots. */
  private static final long BYTES_PER_BYTE = 256;

  /** What an exception with its message and trace of fields, and a new scratch array, may cost. */
  private static final long BYTES_ANYWAY = 128 << 10;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  record Nothing() {}

  record Everything(
      long id, String name, List<Object> list, Map<String, Everything> map, Nothing nothing) {}

  static class Fields {
    Object any;
    String text;
    Fields next;
    Nothing[] nothings;
  }

  private static final Codec<Object> CODEC =
      Codec.kryo(Object.class, Everything.class, Nothing[].class, Fields.class, int[][][].class);

  static List<Object> samples() {
    Fields fields = new Fields();
    fields.any = new int[][][] {{{1, 2}, {3}}, {{4}}};
    fields.text = "a text that is long enough to be written with its length";
    fields.next = new Fields();
    fields.nothings = new Nothing[] {new Nothing(), new Nothing(), null};
    Everything record =
        new Everything(
            1L << 40,
            "n\u00e4me",
            Arrays.asList(1, "two", null, 3.0, List.of(4L)),
            Map.of("k", new Everything(0, null, null, null, new Nothing())),
            null);
    return List.of(
        record,
        fields,
        new byte[20],
        new boolean[] {true, false},
        new char[] {'a'},
        new short[] {1},
        new int[] {1, 2, 3},
        new long[] {1, 2, 3},
        new float[] {1},
        new double[] {1, 2, 3},
        new ArrayList<>(Arrays.asList("a", "b", null)),
        new ArrayDeque<>(List.of(new ArrayDeque<>(), new ArrayDeque<>())),
        new PriorityQueue<>(List.of(3, 1)),
        new HashMap<>(Map.of("a", 1, "b", 2)),
        new TreeMap<>(Map.of("a", 1, "b", 2)),
        new EnumMap<>(Map.of(TimeUnit.DAYS, "x")),
        EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS),
        Set.of(1, 2, 3),
        Map.of(1, 2, 3, 4),
        Collections.nCopies(30, new Nothing()),
        BitSet.valueOf(new long[] {1, 2}),
        Optional.of(Optional.of("x")),
        new BigInteger("123456789012345678901234567890"),
        new BigDecimal("12345678901234567890.1234567890"),
        UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
        Instant.EPOCH,
        LocalDate.of(2024, 2, 29),
        ZonedDateTime.parse("2024-02-29T12:00:00+01:00[Europe/Paris]"),
        "text",
        "te\u4e16xt");
  }

  /** Decodes, and returns whether the bytes were an item. */
  private static boolean decode(byte[] bytes) {
    long most = BYTES_ANYWAY + BYTES_PER_BYTE * bytes.length;
    boolean[] isItem = {false};
    Runnable decode = () -> isItem[0] = isItem(ByteBuffer.wrap(bytes));
    if (allocated(decode) > most) {
      // What is done once in a JVM, such as linking a class, does not happen again.
      assertThat(allocated(decode)).as("%s", Arrays.toString(bytes)).isLessThan(most);
    }
    return isItem[0];
  }

  private static boolean isItem(ByteBuffer source) {
    try {
      return CODEC.decode(source) != null;
    } catch (CodecException e) {
      return false;
    }
  }

  private static long allocated(Runnable action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** Each kind of length, announcing two thousand million elements. */
  @ParameterizedTest
  @MethodSource("samples")
  @Timeout(60)
  void lengthsAreCheckedBeforeAnythingIsAllocated(Object sample) {
    byte[] bytes = Encoded.encode(CODEC, sample);
    byte[][] lengths = {
      {-1, -1, -1, -1, 7},
      {-1, -1, -1, -1, 15},
      {-1, -1, -1, -1, 1},
      {-2, -1, -1, -1, 7},
      {-1, -1, -1, 0x7F},
      {0x7F, -1, -1, -1, 15}
    };
    for (int at = 0; at <= bytes.length; at++) {
      for (byte[] length : lengths) {
        byte[] hostile = Arrays.copyOf(bytes, bytes.length + length.length);
        System.arraycopy(length, 0, hostile, at, length.length);
        decode(hostile);
        decode(Arrays.copyOf(hostile, at + length.length));
      }
    }
  }

  @Test
  void fiveBytesCannotAskForGigabytes() {
    for (Builtin builtin : Builtins.all()) {
      ByteBuffer hostile = ByteBuffer.allocate(16);
      int id = builtin.id() + 2;
      if (id < 128) {
        hostile.put((byte) id);
      } else {
        hostile.put((byte) (id | 0x80)).put((byte) (id >> 7));
      }
      hostile.put(new byte[] {-1, -1, -1, -1, 7});
      decode(Arrays.copyOf(hostile.array(), hostile.position()));
    }
  }

  @Test
  void countOfElementsWithoutBytesIsChecked() {
    Object many = new ArrayList<>(Collections.nCopies(1000, new Nothing()));
    byte[] bytes = Encoded.encode(CODEC, many);
    assertThat(bytes).as("one byte for each, though none has any").hasSizeBetween(1000, 1010);
    assertThat(Encoded.decode(CODEC, bytes)).isEqualTo(many);
    assertThat(decode(Arrays.copyOf(bytes, 100))).isFalse();
  }

  @Test
  void truncatedItemsAreRefused() {
    for (Object sample : samples()) {
      byte[] bytes = Encoded.encode(CODEC, sample);
      for (int length = 0; length < bytes.length; length++) {
        assertThat(decode(Arrays.copyOf(bytes, length))).as("%s", sample).isFalse();
      }
    }
  }

  @Test
  void mutatedItemsAreItemsOrRefused() {
    Random random = new Random(42);
    List<byte[]> items = samples().stream().map(sample -> Encoded.encode(CODEC, sample)).toList();
    int valid = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = items.get(random.nextInt(items.size())).clone();
      for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--) {
        bytes = mutate(bytes, random);
      }
      valid += decode(bytes) ? 1 : 0;
    }
    assertThat(valid).as("mutations reach behind the first check").isGreaterThan(5_000);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length + 1);
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 1 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at, bytes.length - at == 0 ? 0 : bytes.length - at);
        longer[at] = (byte) random.nextInt();
        return longer;
      }
      case 2 -> {
        if (at < bytes.length) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
      }
      default -> {
        if (at < bytes.length) {
          bytes[at] = (byte) random.nextInt();
        }
        return bytes;
      }
    }
  }

  @Test
  void randomBytesAreItemsOrRefused() {
    Random random = new Random(43);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = (byte) (9 + random.nextInt(120)); // the id of a known class
      }
      decode(bytes);
    }
  }

  @Test
  void classesCannotBeNamed() {
    String name = Fields.class.getName();
    byte[] bytes = new byte[2 + name.length()];
    bytes[0] = 1;
    for (int i = 0; i < name.length(); i++) {
      bytes[2 + i] = (byte) name.charAt(i);
    }
    bytes[bytes.length - 1] |= (byte) 0x80;
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> CODEC.decode(ByteBuffer.wrap(bytes)))
        .withMessageContaining("name a class");
  }

  @Test
  void malformedTextIsRefusedAndShowsNothingOfEarlierItems() {
    Codec<String> codec = Codec.kryo(String.class);
    Encoded.roundTrip(codec, "\u4e16ecret".repeat(10));
    byte[] malformed = {(byte) 0x86, 'a', (byte) 0x80, 'b', (byte) 0xFF, 'c'};
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(codec, malformed))
        .withMessageContaining("malformed");
  }
}
