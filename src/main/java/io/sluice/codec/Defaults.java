package io.sluice.codec;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.Serializer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the serializer for a class that the user gave none for. One instance serves all Kryos of
 * a codec, since making handles takes milliseconds while a pool makes Kryos at any time; so the
 * serializers that it keeps are thread-safe.
 */
final class Defaults {

  private final Map<Class<?>, Serializer<?>> shared = new ConcurrentHashMap<>();

  /** Returns our serializer for an array, a record, a collection or a map, else null: Kryo's. */
  @Nullable Serializer<?> special(Class<?> type) {
    if (type.isAnnotationPresent(DefaultSerializer.class)
        || KryoSerializable.class.isAssignableFrom(type)) {
      return null;
    }
    if (type.isArray()) {
      Class<?> component = type.getComponentType();
      return component.isPrimitive() ? null : new ObjectArraySerializer(component);
    }
    return type.isRecord()
        ? shared.computeIfAbsent(type, Defaults::ofRecord)
        : UserCollections.serializer(type);
  }

  /** Returns our serializer for an object with fields, or null for Kryo's. */
  @Nullable Serializer<?> ofFields(Class<?> type) {
    return type.isInterface() || Fields.haveKryoAnnotations(type)
        ? null
        : shared.computeIfAbsent(type, Defaults::ofObject);
  }

  private static Serializer<?> ofRecord(Class<?> type) {
    try {
      return new RecordSerializer(type);
    } catch (ReflectiveOperationException e) {
      throw new KryoException("The components of " + type.getName() + " cannot be accessed", e);
    }
  }

  private static Serializer<?> ofObject(Class<?> type) {
    try {
      return new ObjectSerializer(type);
    } catch (ReflectiveOperationException e) {
      throw new KryoException("The fields of " + type.getName() + " cannot be accessed", e);
    }
  }
}
