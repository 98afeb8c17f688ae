package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A codec that serializes with Kryo. {@link Codec#kryo(Class, Class...)} makes one with the usual
 * options, {@link #builder(Class)} with others. It is thread-safe; Kryos, which are not, are
 * pooled.
 *
 * <h2>What can be sent without registration</h2>
 *
 * Primitives with their wrappers and arrays, {@code String}, {@code BigInteger}, {@code
 * BigDecimal}, {@code UUID}, {@code URI}, {@code Locale}, {@code Currency}, {@code Date}, {@code
 * BitSet}, {@code Optional} and its like, the atomic values, the classes of {@code java.time}, map
 * entries, and the collections of {@code java.util} and {@code java.util.concurrent}: the public
 * ones as well as those behind {@code List.of}, {@code Stream.toList}, {@code Arrays.asList} and
 * {@code Collections.empty…}, {@code singleton…} and {@code unmodifiable…}, which arrive as they
 * were sent. Other private collections of the JDK, such as those of {@code subList} or {@code
 * Map.values}, arrive as an {@code ArrayList}, {@code LinkedHashSet}, {@code LinkedHashMap}, {@code
 * TreeSet} or {@code TreeMap}.
 *
 * <h2>What is registered along with a class</h2>
 *
 * All classes that a record's components mention, with their type arguments and array components;
 * the enums that the fields of any other class mention; the permitted subclasses of a sealed type;
 * and for each of these what comes along with it in turn. They follow their type in the order of
 * their names. A class with a serializer of the user's own brings nothing along.
 *
 * <h2>How classes are written</h2>
 *
 * Records by their components and canonical constructor, other classes by their fields that are
 * neither static nor transient, both in the order of the names, so that their order in the source
 * does not matter. A class whose package is not open to this library, as those of the JDK are not,
 * needs a serializer of its own. Objects are created by their constructor without arguments,
 * whatever its visibility, and without any constructor where there is none. Enums are written by
 * their ordinal. Kryo's {@code @DefaultSerializer} on classes and its annotations on fields are
 * obeyed.
 *
 * <h2>Bytes that nobody encoded</h2>
 *
 * Decoding whatever bytes allocates no more than in proportion to their number, takes time in the
 * same way, creates no object of a class that is not registered, and ends with an item or a {@link
 * io.sluice.CodecException}. Two things are outside of this: serializers that come from elsewhere
 * have to check their lengths themselves, and {@link Builder#references(boolean) references} let
 * few bytes describe sets within sets whose hash codes take for ever.
 *
 * @param <T> the type of the items
 */
public final class KryoCodec<T> implements Codec<T> {

  static {
    // Before any of Kryo's classes is initialized: nobody gets at those through us but by this
    // class.
    UnsafeSetting.apply();
  }

  private final SessionPool sessions;
  private final String fingerprint;

  private KryoCodec(Builder<T> builder) {
    Root root = Root.of(builder.type);
    KryoSettings settings = builder.settings(root.raw());
    Registrations registrations = new Registrations(builder.serializers);
    Types.mentioned(root.type(), registrations::add);
    builder.classes.forEach(registrations::add);
    Defaults defaults = new Defaults();
    Kryo first = newKryo(settings, registrations, defaults);
    this.fingerprint = Fingerprint.of(root, first);
    this.sessions =
        new SessionPool(() -> new Session(root, newKryo(settings, registrations, defaults)));
    sessions.putSpare(new Session(root, first));
  }

  private static Kryo newKryo(
      KryoSettings settings, Registrations registrations, Defaults defaults) {
    Kryo kryo = new CodecKryo(settings, defaults);
    registrations.applyTo(kryo);
    return kryo;
  }

  /**
   * Starts to build a codec for a type without type arguments.
   *
   * @param <T> the type of the items
   * @param type the items' class, or a supertype of all of them; it is registered first
   * @return a builder with the usual options
   */
  public static <T> Builder<T> builder(Class<T> type) {
    return new Builder<>(Objects.requireNonNull(type, "type"));
  }

  /**
   * Starts to build a codec for a type with type arguments.
   *
   * @param <T> the type of the items
   * @param type the items' type; all classes that it mentions are registered first
   * @return a builder with the usual options
   */
  public static <T> Builder<T> builder(TypeRef<T> type) {
    return new Builder<>(type.type());
  }

  @Override
  public void encode(T item, ByteBuffer target) {
    Objects.requireNonNull(item, "item");
    Session session = sessions.acquire();
    try {
      session.encode(item, target);
    } finally {
      sessions.release(session);
    }
  }

  @Override
  public T decode(ByteBuffer source) {
    Session session = sessions.acquire();
    try {
      @SuppressWarnings("unchecked") // the root has checked its class
      T item = (T) session.decode(source);
      return item;
    } finally {
      sessions.release(session);
    }
  }

  /**
   * Names the format: a digest over the classes with their ids and serializers, the fields or
   * components of each with their names and erased types, the constants of enums, and the options
   * that the bytes depend on. A class with one of Kryo's versioned serializers, which are there so
   * that its fields may change, takes part by its name alone.
   *
   * @return {@code kryo5:} and 64 hexadecimal digits
   */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Collects the classes and options of a codec. It is not thread-safe; it can be used again after
   * {@link #build()}, whose result does not change with it any more.
   *
   * @param <T> the type of the items
   */
  public static final class Builder<T> {

    private static final int DEFAULT_MAX_DEPTH = 512;

    private final Type type;
    private final Set<Class<?>> classes = new LinkedHashSet<>();
    private final Map<Class<?>, Registrations.Source> serializers = new LinkedHashMap<>();
    private boolean references;
    private boolean registrationRequired = true;
    private int maxDepth = DEFAULT_MAX_DEPTH;
    private @Nullable ClassLoader classLoader;

    private Builder(Type type) {
      this.type = type;
    }

    /**
     * Registers a class, and what comes with it, after those that were registered before. A class
     * that is registered already keeps its place.
     *
     * @param type the class
     * @return this builder
     */
    public Builder<T> register(Class<?> type) {
      classes.add(Objects.requireNonNull(type, "type"));
      return this;
    }

    /**
     * Registers a class with a serializer. It may also be one of those that need no registration.
     *
     * @param type the class
     * @param serializer its serializer, used by all threads at once; where it is not thread-safe
     *     pass a supplier instead
     * @return this builder
     */
    public Builder<T> register(Class<?> type, Serializer<?> serializer) {
      Objects.requireNonNull(serializer, "serializer");
      return register(type, (kryo, registered) -> serializer);
    }

    /**
     * Registers a class with a serializer for each pooled Kryo, which one thread uses at a time.
     *
     * @param type the class
     * @param serializers makes a new serializer at each call
     * @return this builder
     */
    public Builder<T> register(Class<?> type, Supplier<? extends Serializer<?>> serializers) {
      Objects.requireNonNull(serializers, "serializers");
      return register(type, (kryo, registered) -> serializers.get());
    }

    /**
     * Registers a class with a serializer that has to know its Kryo, as Kryo's versioned ones do:
     * {@code register(Order.class, new SerializerFactory.CompatibleFieldSerializerFactory())}.
     *
     * @param type the class
     * @param factory makes a new serializer for each pooled Kryo, which one thread uses at a time
     * @return this builder
     */
    public Builder<T> register(Class<?> type, SerializerFactory<?> factory) {
      Objects.requireNonNull(factory, "factory");
      return register(type, (kryo, registered) -> factory.newSerializer(kryo, registered));
    }

    private Builder<T> register(Class<?> type, Registrations.Source source) {
      register(type);
      serializers.put(type, source);
      return this;
    }

    Builder<T> registerAll(Class<?>... types) {
      for (Class<?> each : types) {
        register(each);
      }
      return this;
    }

    /**
     * Sets whether an object that occurs twice in an item is written once and arrives as one
     * object, which also permits cycles. Off unless it is set: it costs time and a byte for each
     * object. A cycle that leads back to a record or an immutable collection cannot be decoded.
     *
     * @param enabled whether objects are tracked
     * @return this builder
     */
    public Builder<T> references(boolean enabled) {
      this.references = enabled;
      return this;
    }

    /**
     * Sets whether classes have to be registered, as they have unless this is set to false. Without
     * it a class that is not registered is written by its name, and whoever can write into the
     * queue decides which classes its readers load and create: only for queues whose writers are
     * trusted.
     *
     * @param required whether an unregistered class is an error
     * @return this builder
     */
    public Builder<T> registrationRequired(boolean required) {
      this.registrationRequired = required;
      return this;
    }

    /**
     * Sets how many objects deep an item may be; 512 unless it is set. The item is the first, and
     * whatever a field holds is one deeper, also when it is null. Each takes some hundred bytes of
     * stack, and running out of stack is a {@link io.sluice.CodecException} just the same.
     *
     * @param objects the depth, at least 1
     * @return this builder
     * @throws IllegalArgumentException when it is less than 1
     */
    public Builder<T> maxDepth(int objects) {
      if (objects < 1) {
        throw new IllegalArgumentException("maxDepth is " + objects + ", but has to be at least 1");
      }
      this.maxDepth = objects;
      return this;
    }

    /**
     * Sets where classes that are not registered are looked up by their names: by default in the
     * class loader of the items' type, or, where that is a class of the JDK, in the context class
     * loader of the thread that builds the codec.
     *
     * @param loader the class loader
     * @return this builder
     */
    public Builder<T> classLoader(ClassLoader loader) {
      this.classLoader = Objects.requireNonNull(loader, "loader");
      return this;
    }

    /**
     * Creates the codec.
     *
     * @return a new codec
     * @throws io.sluice.CodecException when one of the classes cannot be serialized without a
     *     serializer of its own
     */
    public KryoCodec<T> build() {
      return new KryoCodec<>(this);
    }

    private KryoSettings settings(Class<?> raw) {
      ClassLoader loader = classLoader;
      if (loader == null) {
        loader = raw.getClassLoader();
      }
      if (loader == null) {
        loader = Thread.currentThread().getContextClassLoader();
      }
      if (loader == null) {
        loader = KryoCodec.class.getClassLoader();
      }
      return new KryoSettings(references, registrationRequired, maxDepth, loader);
    }
  }
}
