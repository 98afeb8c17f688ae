package io.sluice.bench;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What the parent tells a process of {@link Throughput}, and what it is told. */
final class Control {
  private final Run run;
  private final Parent parent;
  private final CountDownLatch start = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);

  /**
   * @param owned the workspace, in the process that owns it
   */
  Control(Run run, @Nullable Path owned) {
    this.run = run;
    this.parent = Parent.heard(owned, this::obey);
  }

  void awaitStart() throws InterruptedException {
    start.await();
  }

  void awaitFinish() throws InterruptedException {
    finish.await();
  }

  void report(String word, Object... values) {
    parent.say(word, values);
  }

  private void obey(String command) {
    switch (command) {
      case Protocol.START -> start.countDown();
      case Protocol.MARK -> {
        long count = run.meter().count();
        report(Protocol.MARKED, System.nanoTime(), count);
      }
      case Protocol.STOP -> run.stop();
      case Protocol.FINISH -> finish.countDown();
      default -> throw new IllegalArgumentException("unknown command " + command);
    }
  }
}
