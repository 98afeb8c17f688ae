package io.sluice.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Signals to processes, and whether they still run. */
public final class Signals {

  private Signals() {}

  /** Sends a signal by its name without SIG; nothing happens when the process is gone. */
  public static void send(String signal, long pid) {
    try {
      // The shell's own kill: the program of that name is not installed everywhere.
      Process kill =
          new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!kill.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("kill -" + signal + " " + pid + " hangs");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether a process runs: one that has ended and waits for its parent to notice does not. */
  public static boolean isRunning(long pid) {
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      return false;
    }
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      // X: it is just being taken off the list, by the parent that has noticed.
      return state != 'Z' && state != 'X';
    } catch (IOException noSuchFile) {
      return ProcessHandle.of(pid).isPresent();
    }
  }

  /** Waits until a process does not run any more. */
  public static void awaitGone(long pid, Duration atMost) {
    await("end of process " + pid)
        .pollInterval(Duration.ofMillis(10))
        .atMost(atMost)
        .until(() -> !isRunning(pid));
  }
}
