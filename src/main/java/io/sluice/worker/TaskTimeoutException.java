package io.sluice.worker;

import io.sluice.SluiceException;
import java.time.Duration;

/** A task took longer than it may. Its worker is killed and replaced. */
public class TaskTimeoutException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final Duration timeout;
  private final long pid;

  /**
   * Creates the failure.
   *
   * @param timeout how long the task might run
   * @param pid the process that ran it
   */
  public TaskTimeoutException(Duration timeout, long pid) {
    super("The task ran for more than " + timeout + " in worker pid " + pid + ", which is killed");
    this.timeout = timeout;
    this.pid = pid;
  }

  /**
   * Returns how long the task might run.
   *
   * @return the time, from the start of its execution
   */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Returns which worker ran the task.
   *
   * @return the process id
   */
  public long pid() {
    return pid;
  }
}
