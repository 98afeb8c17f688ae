package io.sluice.bench;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sluice.codec.Codec;
import java.nio.ByteBuffer;

/** A way to turn a block of items into bytes, one after the other, and back. */
abstract class Coding<T> {
  private static final int ITEM_BYTES = 64;

  /** Writes an item behind those written since the last {@link #rewind}. */
  abstract void write(T item);

  /** Reads the next item. */
  abstract T read();

  /** Starts over, with writing as with reading; returns how many bytes were written. */
  abstract int rewind();

  /** Kryo by itself. */
  static <T> Coding<T> kryo(Class<T> type, int items) {
    Kryo kryo = KryoSettings.forType(type);
    Output output = new Output(items * ITEM_BYTES);
    Input input = new Input(output.getBuffer());
    return new Coding<>() {
      @Override
      void write(T item) {
        kryo.writeObject(output, item);
      }

      @Override
      T read() {
        return kryo.readObject(input, type);
      }

      @Override
      int rewind() {
        int bytes = output.position();
        output.setPosition(0);
        input.setPosition(0);
        return bytes;
      }
    };
  }

  /** Sluice's codec, which works on one item at a time and knows where it ends. */
  static <T> Coding<T> codec(Class<T> type, int items) {
    Codec<T> codec = Codec.kryo(type);
    ByteBuffer target = ByteBuffer.allocate(items * ITEM_BYTES);
    ByteBuffer source = target.duplicate();
    int[] ends = new int[items];
    return new Coding<>() {
      private int written;
      private int read;

      @Override
      void write(T item) {
        codec.encode(item, target);
        ends[written++] = target.position();
      }

      @Override
      T read() {
        source.limit(ends[read]).position(read == 0 ? 0 : ends[read - 1]);
        read++;
        return codec.decode(source);
      }

      @Override
      int rewind() {
        int bytes = target.position();
        target.clear();
        written = 0;
        read = 0;
        return bytes;
      }
    };
  }
}
