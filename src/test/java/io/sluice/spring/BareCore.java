package io.sluice.spring;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.worker.WorkerPool;
import java.time.Duration;

/** A program without Spring: its queue and its pool. */
class BareCore {

  public static void main(String[] args) throws InterruptedException {
    try (SharedQueue<String> queue = SharedQueue.create(1, Codec.utf8());
        WorkerPool pool = WorkerPool.builder().size(1).jvmArgs("-Xmx64m").build()) {
      queue.put("you");
      System.out.println(
          pool.call(Chores::greet, queue.take())
              .block(Duration.ofSeconds(Integer.parseInt(args[0]))));
    }
  }
}
