package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.process.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's process ended under a task, or before it was ready to take any. The task may have been
 * done in part, in whole, or not at all. Its message has the process id, what the exit code means,
 * and what the worker wrote last.
 */
public class WorkerCrashedException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final long pid;
  private final int exitCode;

  @SuppressWarnings("serial") // An immutable list of strings, which is serializable.
  private final List<String> lastOutput;

  private final @Nullable String hsErrFile;

  /**
   * Creates the failure.
   *
   * @param what what the worker did when it ended, such as "died while it ran a task"
   * @param pid its process id
   * @param exitCode its exit code; 128 + n after signal n
   * @param lastOutput the last lines of its standard output and error
   */
  public WorkerCrashedException(String what, long pid, int exitCode, List<String> lastOutput) {
    super(message(what, pid, exitCode, lastOutput));
    this.pid = pid;
    this.exitCode = exitCode;
    this.lastOutput = List.copyOf(lastOutput);
    this.hsErrFile = HsErr.in(lastOutput);
  }

  private static String message(String what, long pid, int exitCode, List<String> lastOutput) {
    StringBuilder text = new StringBuilder();
    text.append("Worker pid ").append(pid).append(' ').append(what);
    text.append(": exit code ").append(exitCode);
    text.append(" (").append(ChildJvm.explain(exitCode)).append(')');
    if (!lastOutput.isEmpty()) {
      text.append("; its last output:");
      lastOutput.forEach(line -> text.append("\n  ").append(line));
    }
    return text.toString();
  }

  /**
   * Returns which process died.
   *
   * @return the process id
   */
  public long pid() {
    return pid;
  }

  /**
   * Returns how it ended.
   *
   * @return its exit code; 128 + n after signal n
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * Returns what it wrote last, to its standard output and its standard error.
   *
   * @return the last lines, oldest first; perhaps none
   */
  public List<String> lastOutput() {
    return lastOutput;
  }

  /**
   * Returns where the JVM's own crash report is.
   *
   * @return the file that the JVM named, or null when it named none
   */
  public @Nullable Path hsErrFile() {
    return hsErrFile == null ? null : Path.of(hsErrFile);
  }
}
