package io.sluice.queue;

import io.sluice.codec.Codec;

/** Items, good and bad. */
final class Items {
  /** Text and numbers; not {@link Unknown}. */
  static final Codec<Object> OBJECTS = Codec.kryo(Object.class);

  private Items() {}

  /** Registered nowhere. */
  static final class Unknown {
    private final int number = 1;

    int number() {
      return number;
    }
  }
}
