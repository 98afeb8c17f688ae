package io.sluice.testing;

import io.sluice.process.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.Disposable;

/**
 * A child JVM under test: waits for what it prints, sends it signals, and says what it printed last
 * when something does not come. Every wait is bounded by {@link #PATIENCE}.
 *
 * <pre>{@code
 * try (TestJvm consumer = TestJvm.start(Consumer.class, queue.address().toString())) {
 *   String address = consumer.awaitLine("ready");
 *   consumer.kill();
 * }
 * }</pre>
 */
public final class TestJvm implements AutoCloseable {

  /** Generous, as a machine that runs many JVMs at once starts each of them late. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int SHOWN_LINES = 40;

  private final ChildJvm child;
  private final Disposable reading;
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Guarded by this, as is all below. */
  private final List<String> lines = new ArrayList<>();

  private boolean complete;
  private int awaited;

  private TestJvm(ChildJvm child) {
    this.child = child;
    this.reading =
        child
            .output()
            .doFinally(signal -> ended.countDown())
            .subscribe(this::add, failure -> complete(), this::complete);
  }

  /** Starts a class of the test class path. */
  public static TestJvm start(Class<?> main, String... args) {
    return start(ChildJvm.builder(main).args(args));
  }

  /** Starts what was built. */
  public static TestJvm start(ChildJvm.Builder builder) {
    return new TestJvm(builder.start());
  }

  /** The child itself. */
  public ChildJvm child() {
    return child;
  }

  /** The child's process id. */
  public long pid() {
    return child.pid();
  }

  /** All lines so far, but for those lost by a reader that was too slow. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /**
   * Waits for a line that starts with a word, after those that were waited for before.
   *
   * @return the rest of the line, stripped
   */
  public String awaitLine(String start) {
    return awaitLine("a line that starts with '" + start + "'", line -> line.startsWith(start))
        .substring(start.length())
        .strip();
  }

  /** Waits for a line of some kind, after those that were waited for before. */
  public synchronized String awaitLine(String what, Predicate<String> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      while (awaited < lines.size()) {
        String line = lines.get(awaited++);
        if (wanted.test(line)) {
          return line;
        }
      }
      long left = deadline - System.nanoTime();
      if (complete || left <= 0) {
        throw new AssertionError("No " + what + " from " + this);
      }
      await(left);
    }
  }

  /** Waits for the child's end, and for all its output. */
  public int awaitExit() {
    Integer code =
        child.onExit().timeout(PATIENCE).onErrorMap(late -> failure("still alive")).block();
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("output goes on after exit");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return code;
  }

  /** SIGSTOP: stops at whatever instruction it is at. */
  public void stop() {
    Signals.send("STOP", pid());
  }

  /** SIGCONT. */
  public void resume() {
    Signals.send("CONT", pid());
  }

  /** SIGKILL. Returns before the process is gone. */
  public void kill() {
    Signals.send("KILL", pid());
  }

  /** Ends the child, stopped or not, and its descendants. */
  @Override
  public void close() {
    if (child.isAlive()) {
      Signals.send("CONT", pid());
    }
    child.close();
    reading.dispose();
  }

  /** The child's state and its last lines. */
  @Override
  public synchronized String toString() {
    int from = Math.max(0, lines.size() - SHOWN_LINES);
    return child
        + ", last lines:\n  "
        + String.join("\n  ", lines.subList(from, lines.size()))
        + (complete ? "\n  (end)" : "");
  }

  private AssertionError failure(String what) {
    return new AssertionError(what + ": " + this);
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void complete() {
    complete = true;
    notifyAll();
  }

  private synchronized void await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
