package io.sluice.codec;

import com.esotericsoftware.kryo.Serializer;

/**
 * A class that every codec knows.
 *
 * @param id its Kryo id, the same for ever: stored items begin with it
 * @param name its name in the fingerprint; not the class's, where that is private to a JDK
 * @param type the class
 * @param serializer its serializer, which is thread-safe and shared by all Kryos
 */
record Builtin(int id, String name, Class<?> type, Serializer<?> serializer) {

  Builtin(int id, Class<?> type, Serializer<?> serializer) {
    this(id, type.getName(), type, serializer);
  }
}
