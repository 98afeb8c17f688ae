package io.sluice.queue;

import io.sluice.CodecException;
import org.jspecify.annotations.Nullable;

/** Makes one kind of exception of whatever a codec threw. */
final class CodecFailures {
  private CodecFailures() {}

  /**
   * Running out of stack or memory, or lacking a class, is taken for the item's doing, as it nearly
   * always is; were it not, one item would end every consumer that comes upon it. A JVM that is
   * broken is nobody's item.
   */
  static CodecException of(String what, @Nullable String className, Throwable failure) {
    if (failure instanceof CodecException known) {
      return known;
    }
    if (failure instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)
        && !(error instanceof OutOfMemoryError)) {
      throw error;
    }
    return new CodecException(what + ": " + failure, className, failure);
  }
}
