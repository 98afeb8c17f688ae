package io.sluice.codec;

import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.CompatibleFieldSerializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.EnumSerializer;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.FieldSerializer.CachedField;
import com.esotericsoftware.kryo.serializers.TaggedFieldSerializer;
import com.esotericsoftware.kryo.serializers.VersionFieldSerializer;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a serializer's bytes depend on, as a part of the fingerprint. */
final class SerializerText {

  private SerializerText() {}

  static String of(Class<?> type, Serializer<?> serializer) {
    if (serializer instanceof Described described) {
      return described.description();
    }
    String name = serializer.getClass().getName();
    if (serializer instanceof EnumSerializer && !Types.isPlatform(type)) {
      return name + Arrays.toString(type.getEnumConstants());
    }
    if (serializer instanceof FieldSerializer<?> fields && !isVersioned(serializer)) {
      return name + fields(fields);
    }
    if (serializer instanceof com.esotericsoftware.kryo.serializers.RecordSerializer) {
      return name + components(type);
    }
    return name;
  }

  /** Classes may change under these serializers: that is what they are for. */
  private static boolean isVersioned(Serializer<?> serializer) {
    return serializer instanceof VersionFieldSerializer
        || serializer instanceof TaggedFieldSerializer
        || serializer instanceof CompatibleFieldSerializer;
  }

  private static String fields(FieldSerializer<?> serializer) {
    return Arrays.stream(serializer.getFields())
        .map(SerializerText::field)
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Annotations may change how a field is written. What Kryo never asks for a string is left out.
   */
  private static String field(CachedField field) {
    Class<?> type = field.getField().getType();
    StringBuilder text = new StringBuilder(field.getName()).append(':').append(type.getName());
    if (field.getValueClass() != null) {
      text.append('!').append(field.getValueClass().getName());
    }
    if (!type.isPrimitive() && type != String.class && !field.getCanBeNull()) {
      text.append(" notNull");
    }
    if (!field.getVariableLengthEncoding()) {
      text.append(" fixed");
    }
    if (field.getSerializer() != null) {
      text.append(' ').append(of(type, field.getSerializer()));
    }
    return text.toString();
  }

  private static String components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(SerializerText::component)
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String component(RecordComponent component) {
    Class<?> type = component.getType();
    return component.getName() + ":" + type.getName() + (Types.isExact(type) ? "!" : "");
  }
}
