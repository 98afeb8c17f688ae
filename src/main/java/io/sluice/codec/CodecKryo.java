package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import org.objenesis.strategy.StdInstantiatorStrategy;

/**
 * A Kryo with this package's choice of serializers and with refusals that name the class.
 *
 * <p>Its optimization for generic types is off: with it a field's bytes depend on type arguments,
 * which the fingerprint does not cover, and its stack is not put in order after an exception.
 */
@SuppressWarnings("rawtypes") // as declared by Kryo
final class CodecKryo extends Kryo {

  private final StrictClassResolver classes;
  private final Defaults defaults;

  CodecKryo(KryoSettings settings, Defaults defaults) {
    this(settings, defaults, new StrictClassResolver());
  }

  private CodecKryo(KryoSettings settings, Defaults defaults, StrictClassResolver classes) {
    super(classes, settings.references() ? new StrictReferences() : null);
    this.classes = classes;
    this.defaults = defaults;
    setOptimizedGenerics(false);
    setRegistrationRequired(settings.registrationRequired());
    setMaxDepth(settings.maxDepth());
    setClassLoader(settings.classLoader());
    setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
  }

  @Override
  public Registration getRegistration(Class type) {
    Registration known = classes.getRegistration(type);
    return known != null ? known : findRegistration(type);
  }

  private Registration findRegistration(Class<?> type) {
    Class<?> standIn = PrivateCollections.standIn(type);
    if (standIn == null && type.isHidden()) {
      throw new MissingClassException(type); // a lambda, whose name means nothing elsewhere
    }
    Registration found = super.getRegistration(standIn == null ? type : standIn);
    if (found.getType() != type) {
      classes.alias(type, found);
    }
    return found;
  }

  @Override
  public Serializer getDefaultSerializer(Class type) {
    Serializer<?> special = defaults.special(type);
    return special != null ? special : super.getDefaultSerializer(type);
  }

  @Override
  protected Serializer newDefaultSerializer(Class type) {
    Serializer<?> ours = defaults.ofFields(type);
    return ours != null ? ours : super.newDefaultSerializer(type);
  }

  /** Kryo asks for this text when it is about to refuse a class; ours says which class it was. */
  @Override
  protected String unregisteredClassMessage(Class type) {
    throw new MissingClassException(type);
  }
}
