package io.sluice.bench.recovery;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * The child JVMs of {@link Redelivery}: {@code survivor <workspace>}, which creates the queue and
 * fills it, and {@code victim <endpoint> <witness>}, which takes everything, settles nothing and
 * locks the witness.
 */
public final class RedeliveryWorker {
  static final String SURVIVOR = "survivor";
  static final String VICTIM = "victim";
  static final int HELD = 16;

  private static final int FAILED = 1;

  private RedeliveryWorker() {}

  public static void main(String[] args) {
    try {
      if (args[0].equals(SURVIVOR)) {
        survive(args[1]);
      } else {
        hold(args[1], Path.of(args[2]));
      }
      Parent.awaitEnd();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void survive(String workspace) throws Exception {
    Parent parent = Parent.awaited(Path.of(workspace));
    SharedQueue<byte[]> queue =
        SharedQueue.builder(Codec.bytes())
            .directory(Path.of(workspace))
            .name("queue")
            .maxSize(HELD)
            .create();
    for (int i = 0; i < HELD; i++) {
      queue.put(Item.of(i));
    }
    parent.say(Protocol.READY, queue.address());
    parent.await(Protocol.START);
    List<Long> arrivals =
        Objects.requireNonNull(
            queue
                .receive()
                .take(HELD)
                .map(item -> System.nanoTime())
                .collectList()
                .doOnSubscribe(subscription -> parent.say(Protocol.READY))
                .block());
    parent.say(Protocol.RESULT, arrivals.get(0), arrivals.get(HELD - 1));
  }

  private static void hold(String endpoint, Path witness) throws IOException, InterruptedException {
    Parent parent = Parent.awaited(null);
    try (FileChannel channel =
            FileChannel.open(witness, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      SharedQueue<byte[]> queue = SharedQueue.open(URI.create(endpoint), Codec.bytes());
      CountDownLatch held = new CountDownLatch(HELD);
      queue.receiveManualAck().subscribe(delivery -> held.countDown());
      held.await();
      parent.say(Protocol.READY, lock.isValid());
      Parent.awaitEnd();
    }
  }
}
