package io.sluice.worker;

import io.sluice.pipe.PipeEnd;
import io.sluice.process.Offspring;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * A worker process: it opens its end of the pipe, does one task after the other on its main thread,
 * and ends when the pool completes the pipe. That the pool's process has died it learns as any
 * child JVM does.
 */
final class WorkerMain {
  /** How long shutdown hooks may take, those of the application included. */
  private static final long LEAVING_SECONDS = 5;

  private static final int HUNG_EXIT_CODE = 1;

  private WorkerMain() {}

  /**
   * Called in the child.
   *
   * @param args the address of the worker's end of the pipe
   */
  public static void main(String[] args) {
    SignalShield.raise();
    Runtime.getRuntime().addShutdownHook(new Thread(WorkerMain::leave, "sluice-leaving"));
    FrameCodec codec = new FrameCodec();
    PipeEnd<Frame, Frame> end = PipeEnd.open(URI.create(args[0]), codec, codec);
    int exitCode = new TaskLoop(end).run();
    // Threads that tasks have left behind must not keep the process.
    Runtime.getRuntime().exit(exitCode);
  }

  /** However the JVM goes down in order, it does go down, and takes its own children along. */
  private static void leave() {
    Thread last = new Thread(WorkerMain::haltLater, "sluice-last");
    last.setDaemon(true);
    last.start();
    Offspring.end();
  }

  private static void haltLater() {
    try {
      TimeUnit.SECONDS.sleep(LEAVING_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(HUNG_EXIT_CODE);
  }
}
