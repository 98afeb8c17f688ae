package io.sluice.examples.webflux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Pings a service, one after the other, until it is closed: on connections of its own, as the
 * client of many uploads is itself too busy to say when an answer came.
 */
final class Pings implements AutoCloseable {
  private static final long PAUSE_NANOS = 5_000_000;

  private final Client client;
  private final CompletableFuture<Void> closing = new CompletableFuture<>();
  private final CompletableFuture<List<Duration>> ended;

  private Pings(Client client) {
    this.client = client;
    this.ended = CompletableFuture.supplyAsync(this::run, task -> new Thread(task).start());
  }

  static Pings start(Client client) {
    return new Pings(client);
  }

  private List<Duration> run() {
    List<Duration> times = new ArrayList<>();
    do {
      long before = System.nanoTime();
      try (RawUpload ping = RawUpload.connect(client.address())) {
        ping.send("GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        String answer = ping.answer();
        if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith("\r\n\r\npong")) {
          throw new AssertionError("An answer to a ping: " + answer);
        }
      }
      times.add(Duration.ofNanos(System.nanoTime() - before));
      LockSupport.parkNanos(PAUSE_NANOS); // So as not to be a load of its own.
    } while (!closing.isDone());
    return times;
  }

  /** Tells how long they took, and how many they were; fails as the first one that failed. */
  int stop(String during) {
    closing.complete(null);
    List<Duration> sorted = new ArrayList<>(ended.join());
    Collections.sort(sorted);
    System.out.printf(
        "%d pings %s: median %d ms, 90 %% within %d ms, the slowest %d ms%n",
        sorted.size(),
        during,
        sorted.get(sorted.size() / 2).toMillis(),
        sorted.get(sorted.size() * 9 / 10).toMillis(),
        sorted.get(sorted.size() - 1).toMillis());
    return sorted.size();
  }

  @Override
  public void close() {
    closing.complete(null);
  }
}
