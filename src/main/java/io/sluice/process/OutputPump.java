package io.sluice.process;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * The one thread that a child costs its parent: it reads the child's output until that ends, then
 * waits for the child's exit. But for a few milliseconds ({@link LineSubscription#isWorthWaiting})
 * it never waits for anything else, so that a child can always write.
 *
 * <p>It also keeps the {@link Process} reachable. Were that collected, the parent's end of the
 * child's standard input would be closed, and the child would take this for its parent's death.
 *
 * <p>A process that the child leaves behind may hold on to the pipe, whose end then says nothing of
 * the child. So an exit counts as the end of output, too, once the pipe has run dry: this thread
 * then sleeps in it. What is read after that is dropped. Both ways lead to {@link #finish}, where
 * the first one wins.
 */
final class OutputPump {

  /**
   * Between looks whether the pipe has run dry, when somebody else keeps it open after the exit.
   */
  private static final Duration RUN_DRY = Duration.ofMillis(500);

  /** Whoever keeps it open may go on writing to it. */
  private static final int MOST_LOOKS = 20;

  private static final int CHUNK_CHARS = 8_192;

  private final Process process;
  private final Reader reader;
  private final LineLog log;
  private final LineSplitter splitter;
  private final IntConsumer exited;
  private final CompletableFuture<Void> pipeEnded = new CompletableFuture<>();
  private volatile long thread = ProcessTree.UNKNOWN;
  private volatile boolean reading;
  private boolean finished;

  private OutputPump(Process process, Charset charset, LineLog log, IntConsumer exited) {
    this.process = process;
    // Replaces what is malformed, and waits for the rest of a character that came in part.
    this.reader = new InputStreamReader(process.getInputStream(), charset);
    this.log = log;
    this.splitter = new LineSplitter(log::add);
    this.exited = exited;
  }

  /**
   * Starts the thread.
   *
   * @param exited called once with the exit code, after the last line; must not block
   */
  static void start(Process process, Charset charset, LineLog log, IntConsumer exited) {
    OutputPump pump = new OutputPump(process, charset, log, exited);
    DaemonThread.start("sluice-child-" + process.pid(), pump::run);
    pump.watchExit();
  }

  private void run() {
    thread = ProcessTree.currentThread();
    char[] chunk = new char[CHUNK_CHARS];
    while (readSome(chunk)) {
      // Until the end.
    }
    pipeEnded.complete(null);
    finish(awaitExit());
  }

  /** False at the end of the stream. */
  private boolean readSome(char[] chunk) {
    try {
      reading = true;
      int count = reader.read(chunk);
      reading = false;
      if (count > 0) {
        splitter.accept(chunk, count);
        log.letReadersCatchUp();
      }
      return count >= 0;
    } catch (IOException closed) {
      return false;
    } catch (OutOfMemoryError tooLittle) {
      // Lines are lost then; a child that can no longer write would be lost, too.
      return true;
    }
  }

  private void watchExit() {
    CompletableFuture<?> unused = process.onExit().thenRun(() -> lookLater(1));
  }

  private void lookLater(int look) {
    CompletableFuture<?> unused =
        pipeEnded
            .copy()
            .completeOnTimeout(null, RUN_DRY.toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(
                () -> {
                  if (pipeEnded.isDone() || isDry() || look == MOST_LOOKS) {
                    finish(process.exitValue());
                  } else {
                    lookLater(look + 1);
                  }
                });
  }

  /** Not while readers hold the thread up, nor while it waits for a processor to read what came. */
  private boolean isDry() {
    return reading && !ProcessTree.wantsProcessor(thread);
  }

  private int awaitExit() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException notOurs) {
        // Nobody else knows this thread, and it has nothing else to do.
      }
    }
  }

  private void finish(int exitCode) {
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
    }
    splitter.end();
    log.complete();
    exited.accept(exitCode);
  }
}
