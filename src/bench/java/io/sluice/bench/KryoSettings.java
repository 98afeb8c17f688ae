package io.sluice.bench;

import com.esotericsoftware.kryo.Kryo;

/** One set of Kryo settings for every peer that is not told otherwise. */
public final class KryoSettings {
  private static final int MAX_DEPTH = 512;

  private KryoSettings() {}

  /** A Kryo for one thread, with the class registered and no references. */
  public static Kryo forType(Class<?> type) {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    kryo.setMaxDepth(MAX_DEPTH);
    kryo.register(type);
    return kryo;
  }
}
