package io.sluice.codec;

import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.ByteArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.CharArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.DoubleArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.FloatArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.IntArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.LongArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultArraySerializers.ShortArraySerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicBooleanSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicIntegerSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicLongSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.AtomicReferenceSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BigDecimalSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BigIntegerSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.BitSetSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.CurrencySerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.DateSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.EnumSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.StringBuilderSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.UUIDSerializer;
import com.esotericsoftware.kryo.serializers.OptionalSerializers.OptionalDoubleSerializer;
import com.esotericsoftware.kryo.serializers.OptionalSerializers.OptionalIntSerializer;
import com.esotericsoftware.kryo.serializers.OptionalSerializers.OptionalLongSerializer;
import com.esotericsoftware.kryo.serializers.OptionalSerializers.OptionalSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.DurationSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.InstantSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalDateSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalDateTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.LocalTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.MonthDaySerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.OffsetDateTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.OffsetTimeSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.PeriodSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.YearMonthSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.YearSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.ZoneOffsetSerializer;
import com.esotericsoftware.kryo.serializers.TimeSerializers.ZonedDateTimeSerializer;
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
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The built-in classes that are not collections: values, times and arrays. */
final class BuiltinValues {

  private BuiltinValues() {}

  static List<Builtin> common() {
    return List.of(
        new Builtin(108, Optional.class, new OptionalSerializer()),
        new Builtin(109, byte[].class, new ByteArraySerializer()),
        new Builtin(110, int[].class, new IntArraySerializer()),
        new Builtin(111, long[].class, new LongArraySerializer()),
        new Builtin(112, double[].class, new DoubleArraySerializer()),
        arrayOf(113, String.class),
        arrayOf(114, Object.class),
        new Builtin(115, UUID.class, new UUIDSerializer()),
        new Builtin(116, BigDecimal.class, new BigDecimalSerializer()),
        new Builtin(117, BigInteger.class, new BigIntegerSerializer()),
        new Builtin(118, Instant.class, new InstantSerializer()),
        new Builtin(119, Duration.class, new DurationSerializer()),
        new Builtin(120, LocalDate.class, new LocalDateSerializer()),
        new Builtin(121, LocalDateTime.class, new LocalDateTimeSerializer()),
        new Builtin(122, LocalTime.class, new LocalTimeSerializer()),
        new Builtin(123, ZonedDateTime.class, new ZonedDateTimeSerializer()),
        new Builtin(124, OffsetDateTime.class, new OffsetDateTimeSerializer()),
        new Builtin(125, URI.class, new TextSerializer<>(URI::toString, URI::create)));
  }

  static List<Builtin> others() {
    List<Builtin> all = new ArrayList<>();
    all.addAll(times());
    all.addAll(arrays());
    all.addAll(values());
    return all;
  }

  private static List<Builtin> times() {
    return List.of(
        new Builtin(180, OffsetTime.class, new OffsetTimeSerializer()),
        new Builtin(181, Year.class, new YearSerializer()),
        new Builtin(182, YearMonth.class, new YearMonthSerializer()),
        new Builtin(183, MonthDay.class, new MonthDaySerializer()),
        new Builtin(184, Period.class, new PeriodSerializer()),
        new Builtin(185, ZoneOffset.class, new ZoneOffsetSerializer()),
        new Builtin(
            186,
            "ZoneRegion",
            ZoneId.of("UTC").getClass(),
            new TextSerializer<>(ZoneId::getId, ZoneId::of)),
        enumOf(187, DayOfWeek.class),
        enumOf(188, Month.class),
        enumOf(189, ChronoUnit.class),
        enumOf(190, TimeUnit.class));
  }

  private static List<Builtin> arrays() {
    return List.of(
        new Builtin(191, boolean[].class, new BooleanArraySerializer()),
        new Builtin(192, char[].class, new CharArraySerializer()),
        new Builtin(193, short[].class, new ShortArraySerializer()),
        new Builtin(194, float[].class, new FloatArraySerializer()),
        arrayOf(195, Boolean.class),
        arrayOf(196, Byte.class),
        arrayOf(197, Character.class),
        arrayOf(198, Short.class),
        arrayOf(199, Integer.class),
        arrayOf(200, Long.class),
        arrayOf(201, Float.class),
        arrayOf(202, Double.class));
  }

  private static List<Builtin> values() {
    return List.of(
        new Builtin(203, OptionalInt.class, new OptionalIntSerializer()),
        new Builtin(204, OptionalLong.class, new OptionalLongSerializer()),
        new Builtin(205, OptionalDouble.class, new OptionalDoubleSerializer()),
        new Builtin(206, BitSet.class, new BitSetSerializer()),
        new Builtin(207, Date.class, new DateSerializer()),
        new Builtin(
            208, Locale.class, new TextSerializer<>(Locale::toLanguageTag, Locale::forLanguageTag)),
        new Builtin(209, Currency.class, new CurrencySerializer()),
        new Builtin(210, StringBuilder.class, new StringBuilderSerializer()),
        new Builtin(211, AtomicBoolean.class, new AtomicBooleanSerializer()),
        new Builtin(212, AtomicInteger.class, new AtomicIntegerSerializer()),
        new Builtin(213, AtomicLong.class, new AtomicLongSerializer()),
        new Builtin(214, AtomicReference.class, new AtomicReferenceSerializer()));
  }

  private static Builtin arrayOf(int id, Class<?> component) {
    return new Builtin(id, component.arrayType(), new ObjectArraySerializer(component));
  }

  private static <E extends Enum<E>> Builtin enumOf(int id, Class<E> type) {
    return new Builtin(id, type, new EnumSerializer(type));
  }
}
