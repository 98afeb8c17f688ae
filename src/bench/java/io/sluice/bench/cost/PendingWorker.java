package io.sluice.bench.cost;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import reactor.core.publisher.Mono;

/** The child JVM of {@link Pending}: {@code <workspace> <sends>}. */
public final class PendingWorker {
  private static final byte[] ITEM = new byte[32];

  private PendingWorker() {}

  public static void main(String[] args) {
    Workers.run(() -> run(Path.of(args[0]), Integer.parseInt(args[1])));
  }

  private static void run(Path workspace, int sends) throws Exception {
    Parent parent = Parent.awaited(workspace);
    SharedQueue<byte[]> queue =
        SharedQueue.builder(Codec.bytes()).directory(workspace).name("queue").maxSize(1).create();
    // Once beforehand, with all the classes and threads that come with the first one.
    queue.put(ITEM);
    CountDownLatch first = subscribe(queue.send(ITEM), 1);
    queue.take();
    first.await();

    int threads = Allocation.threads();
    long bytes = Allocation.usedBytes();
    CountDownLatch pending = subscribe(queue.send(ITEM), sends);
    long bytesMore = Allocation.usedBytes() - bytes;
    int threadsMore = Allocation.threads() - threads;
    if (pending.getCount() != sends) {
      throw new IllegalStateException("sent to a full queue: " + (sends - pending.getCount()));
    }
    long start = System.nanoTime();
    for (int i = 0; i < sends; i++) {
      queue.take();
    }
    pending.await();
    parent.say(
        Protocol.RESULT, threadsMore, bytesMore, Math.max(1, (System.nanoTime() - start) / 1000));
    Parent.awaitEnd();
  }

  private static CountDownLatch subscribe(Mono<Void> send, int times) {
    CountDownLatch completed = new CountDownLatch(times);
    for (int i = 0; i < times; i++) {
      send.subscribe(nothing -> {}, Throwable::printStackTrace, completed::countDown);
    }
    return completed;
  }
}
