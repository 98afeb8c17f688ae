package io.sluice.worker;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A process with a pool of its own, in a directory of its own. */
final class PoolOwner {
  private PoolOwner() {}

  /** What it does is its first argument. */
  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "close" -> close();
      case "park" -> park();
      case "drain" -> drain(new Gate(Path.of(args[1])));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static long sleeper() throws Exception {
    return new ProcessBuilder("sleep", "300").start().pid();
  }

  private static void close() {
    try (WorkerPool pool = Pools.of(2).maxTasksPerWorker(5).build()) {
      List<Integer> results =
          Flux.range(0, 30).transform(pool.map(n -> n + 1)).collectList().block(Pools.PATIENCE);
      pool.call(
              () -> {
                System.exit(1);
                return 1;
              })
          .onErrorComplete()
          .block(Pools.PATIENCE);
      System.out.println("results " + results.size());
    }
    String[] files = new File(System.getProperty("sluice.dir")).list();
    System.out.println("files " + Arrays.toString(files));
    System.out.println(
        "children "
            + ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .collect(Collectors.toList()));
  }

  /** As an application server does when it is asked to end. */
  private static void drain(Gate gate) throws InterruptedException {
    WorkerPool pool = Pools.of(1).build();
    CountDownLatch ends = new CountDownLatch(2);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  gate.note("draining", "");
                  pool.drain(Pools.PATIENCE).block();
                  // Callers are told on other threads.
                  awaitQuietly(ends);
                  System.out.println("drained");
                }));
    for (int i = 0; i < 2; i++) {
      pool.call(Gate::pass, gate)
          .map(result -> "result " + result)
          .onErrorResume(failure -> Mono.just("failure " + failure))
          .subscribe(
              end -> {
                System.out.println(end);
                ends.countDown();
              });
    }
    Pools.park();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(Pools.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void park() throws InterruptedException {
    WorkerPool pool = Pools.of(3).build();
    pool.ready().block(Pools.PATIENCE);
    long grandchild = pool.call(PoolOwner::sleeper).block(Pools.PATIENCE);
    pool.call(
            () -> {
              Pools.parkStubbornly();
              return 1;
            })
        .subscribe();
    String pids =
        pool.stats().pids().stream().map(String::valueOf).collect(Collectors.joining(" "));
    System.out.println("pids " + pids + " " + grandchild);
    Pools.park();
  }
}
