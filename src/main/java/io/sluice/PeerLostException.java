package io.sluice;

/**
 * The process at the other side died without having closed or completed. What it had sent whole was
 * delivered before this.
 */
public class PeerLostException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final long pid;

  /**
   * Creates the failure.
   *
   * @param pid the id of the process that died, as it knew itself: in another container the number
   *     may mean another process
   * @param message what the process was to this one, and how its death was noticed
   */
  public PeerLostException(long pid, String message) {
    super(message);
    this.pid = pid;
  }

  /**
   * Returns which process died.
   *
   * @return the process id, as that process knew itself
   */
  public long pid() {
    return pid;
  }
}
