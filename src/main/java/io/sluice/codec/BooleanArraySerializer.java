package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Kryo's own allocates the array without asking the input, which is where lengths are checked. */
final class BooleanArraySerializer extends Serializer<boolean[]> implements Described {

  @Override
  public void write(Kryo kryo, Output output, boolean[] object) {
    output.writeVarInt(object.length, true);
    output.writeBooleans(object, 0, object.length);
  }

  @Override
  public boolean[] read(Kryo kryo, Input input, Class<? extends boolean[]> type) {
    return input.readBooleans(input.readVarInt(true));
  }

  @Override
  public String description() {
    return "booleans";
  }
}
