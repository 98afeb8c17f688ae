package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The values that need no registration. Collections have a test of their own. */
class BuiltinsTest {

  private static final Codec<Object> ANYTHING = Codec.kryo(Object.class);
  private static final StringBuilder TEXT = new StringBuilder().append("text");

  @SuppressWarnings("JavaUtilDate")
  static List<Object> values() {
    return List.of(
        true,
        (byte) -5,
        'x',
        (short) -300,
        -70_000,
        1L << 40,
        1.5f,
        -2.25,
        "",
        "x",
        "text",
        "a text of more than thirty-two characters of ASCII",
        "\u00e4\u4e16\ud83d\ude00",
        "\ud800 alone",
        "\u4e16".repeat(5000),
        BigInteger.ZERO,
        BigInteger.ONE.shiftLeft(300).negate(),
        BigDecimal.ONE,
        new BigDecimal("-123456789012345678901234567890.123456"),
        new BigDecimal("1E+1000000"),
        UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
        URI.create("shm:orders"),
        Locale.ROOT,
        Locale.forLanguageTag("zh-Hant-TW-u-ca-roc"),
        Currency.getInstance("EUR"),
        new Date(-1),
        BitSet.valueOf(new long[] {5, 0, -1}),
        Optional.empty(),
        Optional.of("x"),
        OptionalInt.of(3),
        OptionalInt.empty(),
        OptionalLong.of(-3),
        OptionalDouble.of(0.5));
  }

  static List<Object> times() {
    LocalDateTime dateTime = LocalDateTime.of(-44, 3, 15, 23, 59, 58, 999_999_999);
    return List.of(
        Instant.MIN,
        Instant.MAX,
        Instant.ofEpochSecond(-1, 5),
        Duration.ofSeconds(Long.MIN_VALUE),
        Duration.ofNanos(-1),
        LocalDate.MIN,
        LocalDate.MAX,
        LocalTime.MIDNIGHT,
        LocalTime.of(13, 0),
        LocalTime.of(13, 1, 2),
        dateTime,
        dateTime.atOffset(ZoneOffset.ofTotalSeconds(1)),
        OffsetTime.MAX,
        OffsetDateTime.MIN,
        ZonedDateTime.of(dateTime, ZoneId.of("Europe/Paris")),
        ZonedDateTime.of(dateTime, ZoneOffset.UTC),
        ZoneId.of("Asia/Tokyo"),
        ZoneId.of("UTC+3"),
        ZoneOffset.MAX,
        Year.of(-1),
        YearMonth.of(2024, 2),
        MonthDay.of(2, 29),
        Period.of(-1, 2, -3),
        DayOfWeek.FRIDAY,
        Month.MAY,
        ChronoUnit.HALF_DAYS,
        TimeUnit.MICROSECONDS);
  }

  static Stream<Arguments> arrays() {
    return Stream.of(
            new byte[] {1, -1},
            new short[] {1, -1},
            new char[] {'a', '\uffff'},
            new int[] {1, -1, Integer.MIN_VALUE},
            new long[] {1, -1, Long.MIN_VALUE},
            new float[] {1, Float.NaN},
            new double[] {1, -0.0},
            new boolean[] {true, false, true},
            new int[0],
            new String[] {"a", null, ""},
            new String[0],
            new Object[] {1, "x", null, new int[] {3}, List.of()},
            new Boolean[] {true, null},
            new Byte[] {1},
            new Character[] {'c'},
            new Short[] {2},
            new Integer[] {1, 2, 3},
            new Long[] {3L},
            new Float[] {1f},
            new Double[] {2.0})
        .map(array -> Arguments.of((Object) array));
  }

  @ParameterizedTest
  @MethodSource({"values", "times", "arrays"})
  void arriveEqualAndOfTheSameClass(Object value) {
    Object copy = Encoded.roundTrip(ANYTHING, value);
    assertThat(copy).isEqualTo(value).hasSameClassAs(value);
  }

  @Test
  void mutableValuesArriveByTheirContents() {
    assertThat(Encoded.roundTrip(ANYTHING, TEXT)).hasToString("text");
    assertThat(Encoded.roundTrip(ANYTHING, new AtomicBoolean(true))).hasToString("true");
    assertThat(Encoded.roundTrip(ANYTHING, new AtomicInteger(-7))).hasToString("-7");
    assertThat(Encoded.roundTrip(ANYTHING, new AtomicLong(-8))).hasToString("-8");
    assertThat(Encoded.roundTrip(ANYTHING, new AtomicReference<>("x"))).hasToString("x");
  }

  @Test
  void idsAndClassesAreDistinct() {
    Set<Integer> ids = new HashSet<>();
    Set<Class<?>> types = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Builtin builtin : Builtins.all()) {
      assertThat(ids.add(builtin.id())).as("%s", builtin).isTrue();
      assertThat(types.add(builtin.type())).as("%s", builtin).isTrue();
      assertThat(names.add(builtin.name())).as("%s", builtin).isTrue();
      assertThat(builtin.id()).isBetween(96, 255);
    }
  }

  /** Stored queues hold these ids: nothing in this list ever changes, it only grows. */
  @Test
  void idsNeverChange() throws IOException {
    try (InputStream known = BuiltinsTest.class.getResourceAsStream("builtin-ids.txt")) {
      assertThat(Builtins.all().stream().map(builtin -> builtin.id() + " " + builtin.name()))
          .containsExactlyElementsOf(new String(known.readAllBytes(), UTF_8).lines().toList());
    }
  }

  @Test
  void userIdsGoAroundTheBuiltinOnes() {
    assertThat(Builtins.userIdAfter(9)).isEqualTo(10);
    assertThat(Builtins.userIdAfter(95)).isEqualTo(256);
    assertThat(Builtins.userIdAfter(256)).isEqualTo(257);
  }
}
