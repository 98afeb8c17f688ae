package io.sluice.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.DefaultClassResolver;

/**
 * Kryo's class table, except that bytes cannot name classes where registration is required. Kryo
 * refuses such a class only after it has loaded it, and remembers every name that it was given.
 */
final class StrictClassResolver extends DefaultClassResolver {

  /** Lets the objects of a class be written as those of another one that is registered. */
  void alias(Class<?> type, Registration registration) {
    classToRegistration.put(type, registration);
  }

  @Override
  protected Registration readName(Input input) {
    if (kryo.isRegistrationRequired()) {
      throw new KryoException("The bytes name a class where only registered ones are allowed");
    }
    return super.readName(input);
  }
}
