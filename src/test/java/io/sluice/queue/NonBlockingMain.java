package io.sluice.queue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Schedulers;

/**
 * The JVM in which BlockHound watches: runs scenarios and prints what blocked in each. Apart from
 * the tests' own, whose other classes are not to be changed by it.
 */
final class NonBlockingMain {
  static final String BEGIN = "scenario ";
  static final String BLOCKED = "blocked ";
  static final String END = "end ";
  static final String FAILED = "failed ";

  private static final long PATIENCE_MILLIS = 30_000;

  private NonBlockingMain() {}

  /** Of the arguments the first is the address of a queue that another JVM receives from. */
  public static void main(String[] args) throws Exception {
    BlockingWatch.watch();
    Map<String, Scenario> all = NonBlockingScenarios.all(URI.create(args[0]));
    for (Map.Entry<String, Scenario> named : all.entrySet()) {
      System.out.println(BEGIN + named.getKey());
      run(named.getValue());
      System.out.println(END + named.getKey());
    }
  }

  private static void run(Scenario scenario) {
    BlockingWatch.found();
    try {
      scenario.run();
    } catch (Exception | AssertionError e) {
      System.out.println(FAILED + e);
    }
    List<String> found = BlockingWatch.found();
    found.forEach(call -> System.out.println(BLOCKED + call));
  }

  /** What is to be watched. */
  interface Scenario {
    void run() throws Exception;
  }

  /** Runs a task on a thread that must not block, and waits for its end. */
  static void onParallel(Scenario task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Schedulers.parallel()
        .schedule(
            () -> {
              try {
                task.run();
                done.complete(null);
              } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    done.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
