package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The child's side of {@link Protocol}. The end of stdin means that the parent is done or dead; the
 * process then ends at once, whatever it is doing, so that no child outlives its parent.
 */
final class Control extends Thread {
  private final Run run;
  private final Path workspace;
  private final boolean ownsWorkspace;
  private final CountDownLatch start = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  Control(Run run, Path workspace, boolean ownsWorkspace) {
    super("bench-control");
    setDaemon(true);
    this.run = run;
    this.workspace = workspace;
    this.ownsWorkspace = ownsWorkspace;
  }

  void awaitStart() throws InterruptedException {
    start.await();
  }

  void awaitFinish() throws InterruptedException {
    finish.await();
  }

  /** Waits for the end of the process. */
  void awaitRelease() throws InterruptedException {
    release.await();
  }

  void report(String word, Object... values) {
    String line = Stream.of(values).map(Object::toString).collect(Collectors.joining(" "));
    System.out.println(Protocol.PREFIX + word + " " + line);
  }

  @Override
  public void run() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        obey(line);
      }
    } catch (IOException e) {
      // A broken pipe ends it just as well.
    } finally {
      leave();
    }
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

  private void leave() {
    if (ownsWorkspace) {
      // The parent does so too, unless it was killed.
      Workspace.deleteTree(workspace);
    }
    Runtime.getRuntime().halt(0);
  }
}
