package io.sluice.multijvm;

import io.sluice.process.ChildJvm;
import io.sluice.testing.PidNamespace;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real JVM that does what a test tells it, can be killed and stopped, and whose last output is
 * shown when it fails. Tests talk to it over a socket of their own, not over what they test.
 *
 * <pre>{@code
 * try (Puppet consumer = Puppet.start(address)) {
 *   String item = consumer.call(stage -> stage.queue().take());
 * }
 * }</pre>
 */
final class Puppet implements AutoCloseable {
  /** Little, for there are many of them: one compiler, one collector, a small heap. */
  static final String[] SMALL = {
    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"
  };

  private final TestJvm jvm;
  private final boolean apart;
  private final ServerSocket server;
  private final AtomicInteger orders = new AtomicInteger();
  private final Map<Integer, CompletableFuture<Object>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<ObjectOutputStream> line = new CompletableFuture<>();
  private volatile @Nullable Socket socket;

  private Puppet(TestJvm jvm, boolean apart, ServerSocket server) {
    this.jvm = jvm;
    this.apart = apart;
    this.server = server;
    Thread reader = new Thread(this::read, "puppet-" + jvm.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a JVM without waiting for it to come up. */
  static Puppet start(@Nullable URI address, String... jvmArgs) {
    return start(PuppetMain.class, address, jvmArgs);
  }

  /** The same in a pid namespace of its own, where that is possible. */
  static Puppet startApart(@Nullable URI address) {
    return start(PuppetApart.class, address);
  }

  private static Puppet start(Class<?> main, @Nullable URI address, String... jvmArgs) {
    try {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      server.setSoTimeout((int) TestJvm.PATIENCE.toMillis());
      List<String> args = new ArrayList<>(List.of(Integer.toString(server.getLocalPort())));
      if (address != null) {
        args.add(address.toString());
      }
      ChildJvm.Builder child =
          ChildJvm.builder(main).jvmArgs(SMALL).jvmArgs(jvmArgs).args(args.toArray(String[]::new));
      return new Puppet(TestJvm.start(child), main == PuppetApart.class, server);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts several, at the same time, each with the queue open. */
  static List<Puppet> start(int count, URI address) {
    List<Puppet> puppets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      puppets.add(start(address));
    }
    all(puppets, stage -> stage.queue().maxSize());
    return puppets;
  }

  /** Has all of them do the same at the same time. */
  static <R> List<R> all(List<Puppet> puppets, Act<R> act) {
    List<CompletableFuture<R>> results = new ArrayList<>();
    for (Puppet puppet : puppets) {
      results.add(puppet.begin(act));
    }
    List<R> all = new ArrayList<>();
    for (CompletableFuture<R> result : results) {
      all.add(get(result));
    }
    return all;
  }

  /** Does something and waits for it. */
  <R> R call(Act<R> act) {
    return get(begin(act));
  }

  /** Begins something, which may go on for long. */
  @SuppressWarnings("unchecked")
  <R> CompletableFuture<R> begin(Act<R> act) {
    int number = orders.incrementAndGet();
    CompletableFuture<Object> result = new CompletableFuture<>();
    pending.put(number, result);
    try {
      ObjectOutputStream out = get(line);
      synchronized (out) {
        out.writeObject(new PuppetMain.Order(number, act));
        out.flush();
        out.reset();
      }
    } catch (IOException e) {
      result.completeExceptionally(new AssertionError("hung up: " + jvm, e));
    }
    return (CompletableFuture<R>) result;
  }

  boolean offer(String item) {
    Boolean accepted = call(stage -> stage.queue().offer(item));
    return accepted;
  }

  @Nullable String poll() {
    return call(stage -> stage.queue().poll());
  }

  /** Waits for an item. */
  String take() {
    return call(stage -> stage.queue().poll(Stage.PATIENCE));
  }

  /** Settles the deliveries that it keeps; their attempts. */
  List<Integer> ack() {
    return call(Stage::ack);
  }

  /** Takes what is there. */
  List<String> drain() {
    return call(stage -> Stage.drain(stage.queue()));
  }

  /** Takes deliveries and keeps them; what they are. */
  List<String> hold(int count) {
    return call(stage -> stage.hold(count));
  }

  static <R> R get(CompletableFuture<R> result) {
    return get(result, TestJvm.PATIENCE);
  }

  static <R> R get(CompletableFuture<R> result, Duration patience) {
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void read() {
    try (server;
        Socket accepted = server.accept()) {
      socket = accepted;
      accepted.setTcpNoDelay(true);
      ObjectInputStream reports = new ObjectInputStream(accepted.getInputStream());
      line.complete(new ObjectOutputStream(accepted.getOutputStream()));
      while (true) {
        accept((PuppetMain.Report) reports.readObject());
      }
    } catch (IOException | ClassNotFoundException e) {
      AssertionError gone = new AssertionError("gone: " + jvm, e);
      line.completeExceptionally(gone);
      pending.values().forEach(result -> result.completeExceptionally(gone));
    }
  }

  private void accept(PuppetMain.Report report) {
    CompletableFuture<Object> result = pending.remove(report.number());
    if (result == null) {
      return;
    }
    if (report.failure() == null) {
      result.complete(report.result());
    } else {
      result.completeExceptionally(new AssertionError(report.failure() + jvm));
    }
  }

  /** As it is seen from here. */
  long pid() {
    return apart ? PidNamespace.pidWithin(jvm.pid()) : jvm.pid();
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() {
    long pid = pid();
    Signals.send("KILL", pid);
    Signals.awaitGone(pid, TestJvm.PATIENCE);
  }

  /** SIGKILL without waiting. */
  void killAtOnce() {
    Signals.send("KILL", pid());
  }

  /** SIGSTOP. */
  void stop() {
    Signals.send("STOP", pid());
  }

  /** SIGCONT. */
  void resume() {
    Signals.send("CONT", pid());
  }

  /** Lets it end as a program ends, whatever is open; its exit code. */
  int exit() {
    hangUp();
    return jvm.awaitExit();
  }

  private void hangUp() {
    get(line);
    Socket open = socket;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What it has printed, on either stream. */
  List<String> output() {
    return jvm.lines();
  }

  @Override
  public void close() {
    if (apart) {
      PidNamespace.kill(jvm.pid());
    }
    jvm.kill();
    jvm.close();
  }

  static void close(List<Puppet> puppets) {
    puppets.forEach(Puppet::close);
  }

  @Override
  public String toString() {
    return jvm.toString();
  }
}
