package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.jspecify.annotations.Nullable;

/**
 * How the value of a single field is written and read. The bytes are those of Kryo's own field
 * serializer. {@link ValueHandles} finds these methods by name and type; all take a Kryo, needed or
 * not, so that they can be put in a row.
 */
final class Values {

  private static final int LARGEST_TRACED_DEPTH = 20;

  private Values() {}

  static void write(Kryo kryo, Output output, boolean value) {
    output.writeBoolean(value);
  }

  static void write(Kryo kryo, Output output, byte value) {
    output.writeByte(value);
  }

  static void write(Kryo kryo, Output output, char value) {
    output.writeChar(value);
  }

  static void write(Kryo kryo, Output output, short value) {
    output.writeShort(value);
  }

  static void write(Kryo kryo, Output output, int value) {
    output.writeVarInt(value, false);
  }

  static void write(Kryo kryo, Output output, long value) {
    output.writeVarLong(value, false);
  }

  static void write(Kryo kryo, Output output, float value) {
    output.writeFloat(value);
  }

  static void write(Kryo kryo, Output output, double value) {
    output.writeDouble(value);
  }

  static void write(Kryo kryo, Output output, @Nullable String value) {
    output.writeString(value);
  }

  static boolean readBoolean(Kryo kryo, Input input) {
    return input.readBoolean();
  }

  static byte readByte(Kryo kryo, Input input) {
    return input.readByte();
  }

  static char readChar(Kryo kryo, Input input) {
    return input.readChar();
  }

  static short readShort(Kryo kryo, Input input) {
    return input.readShort();
  }

  static int readInt(Kryo kryo, Input input) {
    return input.readVarInt(false);
  }

  static long readLong(Kryo kryo, Input input) {
    return input.readVarLong(false);
  }

  static float readFloat(Kryo kryo, Input input) {
    return input.readFloat();
  }

  static double readDouble(Kryo kryo, Input input) {
    return input.readDouble();
  }

  static @Nullable String readString(Kryo kryo, Input input) {
    return input.readString();
  }

  /** A value whose class is known from the field's type. */
  static void writeExact(
      String label, Class<?> type, Kryo kryo, Output output, @Nullable Object value) {
    try {
      kryo.writeObjectOrNull(output, value, type);
    } catch (KryoException e) {
      throw traced(e, kryo, label);
    }
  }

  static @Nullable Object readExact(String label, Class<?> type, Kryo kryo, Input input) {
    try {
      return kryo.readObjectOrNull(input, type);
    } catch (KryoException e) {
      throw traced(e, kryo, label);
    }
  }

  /** A value whose class has to be written before it. */
  static void writeAny(String label, Kryo kryo, Output output, @Nullable Object value) {
    try {
      kryo.writeClassAndObject(output, value);
    } catch (KryoException e) {
      throw traced(e, kryo, label);
    }
  }

  static @Nullable Object readAny(String label, Kryo kryo, Input input) {
    try {
      return kryo.readClassAndObject(input);
    } catch (KryoException e) {
      throw traced(e, kryo, label);
    }
  }

  /** Notes where it happened, except deep down, where a note for each level would be a book. */
  private static KryoException traced(KryoException e, Kryo kryo, String label) {
    if (kryo.getDepth() <= LARGEST_TRACED_DEPTH) {
      e.addTrace(label);
    }
    return e;
  }
}
