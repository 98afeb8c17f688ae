package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import io.sluice.CodecException;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The classes of a codec with their ids and serializers, worked out once and then put into each of
 * its Kryos. Ids follow from the order in which the user named the classes, each one followed by
 * its {@link Companions} and theirs; so they are equal in all processes that name the same classes.
 */
final class Registrations {

  /** Makes a serializer for a Kryo and a class. */
  interface Source extends BiFunction<Kryo, Class<?>, Serializer<?>> {}

  private final Map<Class<?>, Source> chosen;
  private final Map<Class<?>, Integer> ids = new LinkedHashMap<>();
  private final Set<Class<?>> seen = new HashSet<>();
  private int nextId = Builtins.FIRST_USER_ID;

  /**
   * Starts with the built-in classes alone.
   *
   * @param chosen the serializers that the user chose
   */
  Registrations(Map<Class<?>, Source> chosen) {
    this.chosen = new LinkedHashMap<>(chosen);
  }

  /** Adds a class that the user named, and what comes with it. */
  void add(Class<?> type) {
    add(type, true);
  }

  private void add(Class<?> type, boolean named) {
    if (!seen.add(type) || Builtins.isKnown(type)) {
      return;
    }
    if (chosen.containsKey(type)) {
      register(type);
      return; // a serializer of the user's own decides by itself what is inside
    }
    if (hasInstances(type) && (named || isCompanionable(type))) {
      register(type);
    }
    for (Class<?> companion : Companions.of(type)) {
      add(companion, false);
    }
  }

  private void register(Class<?> type) {
    ids.put(type, nextId);
    nextId = Builtins.userIdAfter(nextId);
  }

  private static boolean hasInstances(Class<?> type) {
    return type.isArray()
        || type.isEnum()
        || !(type.isInterface() || Modifier.isAbstract(type.getModifiers()));
  }

  /** A class of the JDK that we do not know needs a serializer, so it has to be asked for. */
  private static boolean isCompanionable(Class<?> type) {
    return type.isArray() || type.isEnum() || !Types.isPlatform(type);
  }

  Map<Class<?>, Integer> ids() {
    return Collections.unmodifiableMap(ids);
  }

  void applyTo(Kryo kryo) {
    for (Builtin builtin : Builtins.all()) {
      kryo.register(builtin.type(), builtin.serializer(), builtin.id());
    }
    chosen.forEach(
        (type, source) -> {
          if (Builtins.isKnown(type)) {
            kryo.getRegistration(type).setSerializer(chosen(kryo, type, source));
          }
        });
    ids.forEach((type, id) -> kryo.register(type, serializer(kryo, type), id));
  }

  private Serializer<?> serializer(Kryo kryo, Class<?> type) {
    Source source = chosen.get(type);
    return source == null ? usual(kryo, type) : chosen(kryo, type, source);
  }

  private static Serializer<?> chosen(Kryo kryo, Class<?> type, Source source) {
    try {
      return source.apply(kryo, type);
    } catch (RuntimeException e) {
      throw new CodecException(
          "The serializer of " + type.getName() + " cannot be made: " + e, type.getName(), e);
    }
  }

  private static Serializer<?> usual(Kryo kryo, Class<?> type) {
    try {
      return kryo.getDefaultSerializer(type);
    } catch (RuntimeException e) {
      throw new CodecException(
          type.getName()
              + " needs a serializer of its own, as in .register("
              + Types.sourceName(type)
              + ".class, serializer): "
              + e.getMessage(),
          type.getName(),
          e);
    }
  }
}
