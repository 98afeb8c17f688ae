package io.sluice.bench.jmh;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.sluice.bench.KryoSettings;
import io.sluice.bench.Order;
import io.sluice.codec.Codec;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The message of the benchmarks, through Sluice's codec and through Kryo by itself. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecCosts {
  private static final int ROOM = 64;

  private final Order order = Order.of(1);
  private final Kryo kryo = KryoSettings.forType(Order.class);
  private final Output output = new Output(ROOM);
  private final Input input;
  private final Codec<Order> codec = Codec.kryo(Order.class);
  private final ByteBuffer target = ByteBuffer.allocate(ROOM);
  private final ByteBuffer source = ByteBuffer.allocate(ROOM);

  public CodecCosts() {
    kryo.writeObject(output, order);
    input = new Input(output.toBytes());
    codec.encode(order, source);
    source.flip();
  }

  @Benchmark
  public int kryoWrite() {
    output.setPosition(0);
    kryo.writeObject(output, order);
    return output.position();
  }

  @Benchmark
  public Order kryoRead() {
    input.setPosition(0);
    return kryo.readObject(input, Order.class);
  }

  @Benchmark
  public int codecEncode() {
    codec.encode(order, target.clear());
    return target.position();
  }

  @Benchmark
  public Order codecDecode() {
    return codec.decode(source.rewind());
  }
}
