package io.sluice.queue;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sluice.codec.Codec;
import io.sluice.codec.KryoCodec;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An item that strikes while it is written or read; its codecs know integers too. */
record Faulty(Fault onWrite, Fault onRead, String text) {
  /** What a serializer may come to. */
  enum Fault {
    NONE,
    EXCEPTION,
    ASSERTION,
    MISSING_CLASS,
    DEEP,
    HUGE,
    NO_ROOM,
    ENDLESS;

    void strike() {
      switch (this) {
        case NONE, ENDLESS -> {}
        case EXCEPTION -> throw new IllegalStateException("struck");
        case ASSERTION -> throw new AssertionError("struck");
        case MISSING_CLASS -> throw new NoClassDefFoundError("struck");
        case DEEP -> descend(1);
        case HUGE -> throw new IllegalStateException("got " + new byte[Integer.MAX_VALUE].length);
        case NO_ROOM -> throw new BufferOverflowException();
      }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static long descend(long depth) {
      return descend(depth + 1) + depth;
    }
  }

  static Faulty onWrite(Fault fault) {
    return new Faulty(fault, Fault.NONE, "text");
  }

  static Faulty onRead(Fault fault) {
    return new Faulty(Fault.NONE, fault, "text");
  }

  static Faulty onRead(Fault fault, String text) {
    return new Faulty(Fault.NONE, fault, text);
  }

  /** With Kryo, by a serializer of the user's. */
  static Codec<Object> kryo() {
    return KryoCodec.builder(Object.class)
        .register(Faulty.class, new FaultySerializer(true))
        .build();
  }

  /** The same format, read without fault. */
  static Codec<Object> healed() {
    return KryoCodec.builder(Object.class)
        .register(Faulty.class, new FaultySerializer(false))
        .build();
  }

  /** A codec of the user's. */
  static Codec<Object> plain() {
    return new PlainCodec();
  }

  private static final class FaultySerializer extends Serializer<Faulty> {
    private final boolean strikes;

    FaultySerializer(boolean strikes) {
      this.strikes = strikes;
    }

    @Override
    public void write(Kryo kryo, Output output, Faulty item) {
      output.writeString(item.text());
      item.onWrite().strike();
      while (item.onWrite() == Fault.ENDLESS) {
        output.writeByte(0);
      }
      output.writeString(item.onRead().name());
    }

    @Override
    public Faulty read(Kryo kryo, Input input, Class<? extends Faulty> type) {
      String text = input.readString();
      Fault fault = Fault.valueOf(input.readString());
      if (strikes) {
        fault.strike();
      }
      return onRead(fault, text);
    }
  }

  private static final class PlainCodec implements Codec<Object> {
    @Override
    public void encode(Object item, ByteBuffer target) {
      if (item instanceof Faulty faulty) {
        target.put(faulty.text().getBytes(StandardCharsets.UTF_8));
        faulty.onWrite().strike();
        while (faulty.onWrite() == Fault.ENDLESS) {
          target.put((byte) 0);
        }
        target.put((':' + faulty.onRead().name()).getBytes(StandardCharsets.UTF_8));
      } else {
        target.putInt((Integer) item);
      }
    }

    @Override
    public Object decode(ByteBuffer source) {
      if (source.remaining() == Integer.BYTES) {
        return source.getInt();
      }
      String[] parts = StandardCharsets.UTF_8.decode(source).toString().split(":", -1);
      Fault fault = Fault.valueOf(parts[1]);
      fault.strike();
      return onRead(fault, parts[0]);
    }

    @Override
    public String fingerprint() {
      return "plain";
    }
  }
}
