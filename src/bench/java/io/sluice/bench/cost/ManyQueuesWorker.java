package io.sluice.bench.cost;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The child JVMs of {@link ManyQueues}: {@code receive <workspace> <queues>} and {@code send
 * <workspace> <queues>}.
 */
public final class ManyQueuesWorker {
  static final String RECEIVE = "receive";
  static final String SEND = "send";

  private static final int MAX_SIZE = 16;
  private static final int ITEM_BYTES = 32;

  private ManyQueuesWorker() {}

  public static void main(String[] args) {
    Workers.run(
        () -> {
          int queues = Integer.parseInt(args[2]);
          if (args[0].equals(RECEIVE)) {
            receive(Path.of(args[1]), queues);
          } else {
            send(Path.of(args[1]), queues);
          }
        });
  }

  private static void receive(Path workspace, int number) throws Exception {
    Parent parent = Parent.awaited(workspace);
    // The first queue brings what all of them share: the doorbell, classes, schedulers.
    LongAdder received = new LongAdder();
    List<SharedQueue<byte[]>> queues = new ArrayList<>();
    queues.add(receiving(builder(workspace, number).create(), received));
    int threads = Allocation.threads();
    long bytes = Allocation.usedBytes();
    long start = System.nanoTime();
    for (int i = 0; i < number; i++) {
      queues.add(receiving(builder(workspace, i).create(), received));
    }
    long took = System.nanoTime() - start;
    parent.say(Protocol.READY);
    for (int mark = 0; mark < 2; mark++) {
      parent.await(Protocol.MARK);
      parent.say(Protocol.MARKED, System.nanoTime(), received.sum());
    }
    parent.await(Protocol.FINISH);
    long bytesMore = Allocation.usedBytes() - bytes;
    parent.say(Protocol.RESULT, took, Allocation.threads() - threads, bytesMore);
    Parent.awaitEnd();
    queues.forEach(SharedQueue::close);
  }

  private static SharedQueue<byte[]> receiving(SharedQueue<byte[]> queue, LongAdder received) {
    queue.receive().subscribe(item -> received.increment());
    return queue;
  }

  private static void send(Path workspace, int number) throws Exception {
    Parent parent = Parent.awaited(null);
    List<SharedQueue<byte[]>> queues = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      queues.add(builder(workspace, i).open());
    }
    parent.say(Protocol.READY);
    Thread sending = new Thread(() -> Workers.run(() -> sendForEver(queues)));
    sending.setDaemon(true);
    sending.start();
    parent.await(Protocol.STOP);
    sending.interrupt();
    sending.join();
    parent.say(Protocol.SENT);
    Parent.awaitEnd();
  }

  private static void sendForEver(List<SharedQueue<byte[]>> queues) {
    byte[] item = new byte[ITEM_BYTES];
    try {
      while (!Thread.interrupted()) {
        for (SharedQueue<byte[]> queue : queues) {
          queue.put(item);
        }
      }
    } catch (InterruptedException e) {
      // That is what it was waiting for.
    }
  }

  private static SharedQueue.Builder<byte[]> builder(Path workspace, int index) {
    return SharedQueue.builder(Codec.bytes())
        .directory(workspace)
        .name("queue-" + index)
        .maxSize(MAX_SIZE)
        .itemSize(ITEM_BYTES);
  }
}
