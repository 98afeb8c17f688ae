package io.sluice.codec;

import com.esotericsoftware.kryo.KryoException;

/** An object's class is not registered. On its way out it collects Kryo's trace of fields. */
final class MissingClassException extends KryoException {

  private static final long serialVersionUID = 1L;

  private final transient Class<?> missing;

  MissingClassException(Class<?> missing) {
    super(missing.getName() + " is not registered");
    this.missing = missing;
  }

  Class<?> missing() {
    return missing;
  }
}
