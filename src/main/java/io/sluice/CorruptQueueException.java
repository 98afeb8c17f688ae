package io.sluice;

import org.jspecify.annotations.Nullable;

/**
 * A shared file holds what no process of this library writes: it was damaged from outside, or
 * truncated while it was mapped. The handle that met it is of no further use; delete the queue and
 * create it anew.
 */
public class CorruptQueueException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /**
   * Names what was found.
   *
   * @param what the contradiction
   */
  public CorruptQueueException(String what) {
    super(what);
  }

  /**
   * Names what was found, and the error that showed it.
   *
   * @param what the contradiction
   * @param cause the memory's or the file system's error, or null
   */
  public CorruptQueueException(String what, @Nullable Throwable cause) {
    super(what, cause);
  }
}
