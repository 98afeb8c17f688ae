package io.sluice;

import org.jspecify.annotations.Nullable;

/**
 * An item could not be encoded, or bytes could not be decoded. It concerns that one item; the queue
 * goes on.
 */
public class CodecException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String className;

  /**
   * Creates the failure.
   *
   * @param message what could not be encoded or decoded, and what to do about it where that is
   *     known
   * @param className the name of the class that was at fault, or null when none is known
   * @param cause what the serializer threw, or null when there is nothing
   */
  public CodecException(String message, @Nullable String className, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
  }

  /**
   * Returns the class that was at fault.
   *
   * @return the class's name, or null when none is known
   */
  public @Nullable String className() {
    return className;
  }
}
