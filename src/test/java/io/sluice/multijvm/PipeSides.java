package io.sluice.multijvm;

import io.sluice.PeerLostException;
import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.PipeReader;
import io.sluice.pipe.PipeWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What puppets do at the ends of pipes; each keeps its end on its stage. */
final class PipeSides {
  private static final String END = "end";

  private PipeSides() {}

  static byte[] message(int size, int seed) {
    byte[] bytes = new byte[size];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @SuppressWarnings("unchecked")
  static PipeWriter<byte[]> writer(Stage stage, URI address) {
    return (PipeWriter<byte[]>)
        stage.things.computeIfAbsent(
            address.toString(), name -> PipeWriter.open(address, Codec.bytes()));
  }

  @SuppressWarnings("unchecked")
  static PipeReader<byte[]> reader(Stage stage, URI address) {
    return (PipeReader<byte[]>)
        stage.things.computeIfAbsent(
            address.toString(), name -> PipeReader.open(address, Codec.bytes()));
  }

  @SuppressWarnings("unchecked")
  static PipeEnd<byte[], byte[]> end(Stage stage, URI address) {
    return (PipeEnd<byte[], byte[]>)
        stage.things.computeIfAbsent(
            END, name -> PipeEnd.open(address, Codec.bytes(), Codec.bytes()));
  }

  /** Begins to send a message and does not wait for its end. */
  static boolean beginToSend(PipeWriter<byte[]> writer, int size, int seed, Stage stage) {
    Disposable sending = writer.send(message(size, seed)).subscribe();
    stage.things.put("sending", sending);
    return true;
  }

  /** Takes a message and compares it. */
  static boolean takes(PipeReader<byte[]> reader, int size, int seed) throws InterruptedException {
    byte[] taken = reader.poll(Stage.PATIENCE);
    return taken != null && Arrays.equals(taken, message(size, seed));
  }

  /** Receives to the end: how many, and how it ended. */
  static String receiveAll(PipeReader<byte[]> reader) {
    return ending(reader.receive().count().map(Object::toString).flux());
  }

  /** The pid for whose loss a call ended, else the failure's class, else what it gave. */
  static String ending(Flux<String> call) {
    try {
      String last = call.blockLast(Stage.PATIENCE);
      return last == null ? "complete" : last;
    } catch (RuntimeException e) {
      return named(e);
    }
  }

  static String named(@Nullable Throwable failure) {
    return failure instanceof PeerLostException lost
        ? "lost " + lost.pid()
        : String.valueOf(failure == null ? null : failure.getClass().getSimpleName());
  }
}
