package io.sluice;

/**
 * A queue exists but is not the one that was asked for: another codec, another bound, or another
 * version of the file. Nothing of it was changed.
 */
public class IncompatibleQueueException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final String found;
  private final String expected;

  /**
   * Creates the failure.
   *
   * @param what the property that differs, such as "codec fingerprint" or "maxSize"
   * @param found its value in the existing queue
   * @param expected its value as the caller asked for it
   */
  public IncompatibleQueueException(String what, String found, String expected) {
    super("Incompatible " + what + ": found " + found + ", expected " + expected);
    this.what = what;
    this.found = found;
    this.expected = expected;
  }

  /**
   * Returns the property that differs.
   *
   * @return the property's name
   */
  public String what() {
    return what;
  }

  /**
   * Returns what the existing queue has.
   *
   * @return the property's value in the queue
   */
  public String found() {
    return found;
  }

  /**
   * Returns what the caller asked for.
   *
   * @return the property's value in the call
   */
  public String expected() {
    return expected;
  }
}
