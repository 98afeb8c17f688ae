package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The elements of an array or a collection, the keys of a map, the values of a map.
 *
 * <pre>
 *  uniform: all of one class, none null        mixed
 * ┌────────────┬───────┬─────────┬─────────┐  ┌────────────┬─────────────────────┐
 * │ 1 | count  │ class │ count × │ padding │  │ 0 | count  │ count ×             │
 * │ 1–5 bytes  │ id    │ value   │ zeros   │  │ 1–5 bytes  │ class id and value  │
 * └────────────┴───────┴─────────┴─────────┘  └────────────┴─────────────────────┘
 * </pre>
 *
 * An object without fields takes no bytes, so a count could announce two thousand million of them
 * and the bytes would bear it out. The padding makes every run at least as many bytes long as it
 * has elements; with that, a count is checked against the bytes that are left before anything is
 * allocated for it. Elements that take a byte or more, which is nearly all, need no padding.
 */
final class ElementRun {

  /** What a run read from a stream, whose end is not known, may allocate before it has read. */
  private static final int UNCHECKED_CAPACITY = 1024;

  private final Kryo kryo;
  private final Input input;
  private final boolean uniform;
  private final int count;

  private ElementRun(Kryo kryo, Input input, boolean uniform, int count) {
    this.kryo = kryo;
    this.input = input;
    this.uniform = uniform;
    this.count = count;
  }

  static void write(Kryo kryo, Output output, @Nullable Object[] values) {
    Class<?> common = commonClass(values);
    output.writeVarIntFlag(common != null, values.length, true);
    if (common == null) {
      for (Object value : values) {
        kryo.writeClassAndObject(output, value);
      }
      return;
    }
    Serializer<?> serializer = kryo.writeClass(output, common).getSerializer();
    long start = output.total();
    for (Object value : values) {
      kryo.writeObject(output, value, serializer);
    }
    for (long used = output.total() - start; used < values.length; used++) {
      output.writeByte(0);
    }
  }

  private static @Nullable Class<?> commonClass(@Nullable Object[] values) {
    Class<?> common = null;
    for (Object value : values) {
      if (value == null || (common != null && value.getClass() != common)) {
        return null;
      }
      common = value.getClass();
    }
    return common;
  }

  /** Reads the count and checks it; the elements have to be read next. */
  static ElementRun open(Kryo kryo, Input input) {
    boolean uniform = input.readVarIntFlag();
    int count = input.readVarIntFlag(true);
    if (input instanceof FrameInput frame) {
      frame.requireRoomFor(count, 1);
    } else if (count < 0) {
      throw new KryoException("A length is negative: " + count);
    }
    return new ElementRun(kryo, input, uniform, count);
  }

  int count() {
    return count;
  }

  /** How much room may be allocated at once: all that is needed where the count was checked. */
  int capacity() {
    return isChecked() ? count : Math.min(count, UNCHECKED_CAPACITY);
  }

  /**
   * Whether the count was checked. It cannot be inside a serializer that compresses or encrypts,
   * where the elements come from a stream.
   */
  boolean isChecked() {
    return input instanceof FrameInput;
  }

  Object[] toArray() {
    if (isChecked()) {
      Object[] values = new Object[count];
      fill(values);
      return values;
    }
    List<Object> values = new ArrayList<>(capacity());
    forEach(values::add);
    return values.toArray();
  }

  /** Reads the elements into an array of as many, of any component type. */
  void fill(Object[] values) {
    int[] next = {0};
    forEach(value -> values[next[0]++] = value);
  }

  void forEach(Consumer<Object> action) {
    if (uniform) {
      forEachUniform(action);
    } else {
      for (int i = 0; i < count; i++) {
        action.accept(kryo.readClassAndObject(input));
      }
    }
  }

  private void forEachUniform(Consumer<Object> action) {
    Registration registration = kryo.readClass(input);
    if (registration == null) {
      throw new KryoException("A run of elements has no class");
    }
    Class<?> type = registration.getType();
    Serializer<?> serializer = registration.getSerializer();
    long start = input.total();
    for (int i = 0; i < count; i++) {
      action.accept(kryo.readObject(input, type, serializer));
    }
    long used = input.total() - start;
    if (used < count) {
      input.skip((int) (count - used));
    }
  }
}
