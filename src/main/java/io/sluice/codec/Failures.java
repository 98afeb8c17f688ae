package io.sluice.codec;

import com.esotericsoftware.kryo.KryoException;
import io.sluice.CodecException;
import org.jspecify.annotations.Nullable;

/** Makes one kind of exception of whatever a serializer threw. */
final class Failures {

  private Failures() {}

  /** What to throw when an item could not be encoded. */
  static CodecException encoding(Root root, Object item, Throwable failure) {
    return translate(root, "Cannot encode " + item.getClass().getName(), item.getClass(), failure);
  }

  /** What to throw when bytes could not be decoded. */
  static CodecException decoding(Root root, int length, Throwable failure) {
    return translate(
        root,
        "Cannot decode " + length + " bytes as " + root.type().getTypeName(),
        root.raw(),
        failure);
  }

  private static CodecException translate(
      Root root, String what, Class<?> known, Throwable failure) {
    rethrowIfFatal(failure);
    MissingClassException missing = missingClass(failure);
    if (missing != null) {
      Class<?> type = missing.missing();
      return new CodecException(
          what + ": " + missing.getMessage() + "\n" + advice(root, type), type.getName(), failure);
    }
    return new CodecException(what + ": " + reason(failure), known.getName(), failure);
  }

  /**
   * A JVM that is broken is nobody's item. Running out of stack or of memory is taken for the
   * item's doing, as it nearly always is: too deep, or a serializer of the user's that trusts a
   * length.
   */
  private static void rethrowIfFatal(Throwable failure) {
    if (failure instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)
        && !(error instanceof OutOfMemoryError)) {
      throw error;
    }
  }

  private static @Nullable MissingClassException missingClass(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < 100; i++) {
      if (cause instanceof MissingClassException missing) {
        return missing;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static String advice(Root root, Class<?> missing) {
    if (missing.isHidden()) {
      return "A lambda has no name by which another process could find it.";
    }
    if (missing.getCanonicalName() == null && !missing.isArray()) {
      return "An anonymous or local class cannot be registered; make it a named one.";
    }
    if (Types.isPlatform(missing) && !missing.isArray() && !missing.isEnum()) {
      return "To send it, register it on the builder with a serializer: .register("
          + Types.sourceName(missing)
          + ".class, serializer)";
    }
    return "To send it, add it: "
        + root.codeWith(missing)
        + ", or .register("
        + Types.sourceName(missing)
        + ".class) on the builder";
  }

  private static String reason(Throwable failure) {
    if (failure instanceof StackOverflowError) {
      return "it is nested too deeply for this thread's stack";
    }
    if (!(failure instanceof KryoException)) {
      return failure.toString();
    }
    String message = String.valueOf(failure.getMessage());
    Throwable origin = failure;
    while (origin.getCause() != null) {
      origin = origin.getCause();
    }
    // Kryo puts the cause's text into its own message at times, and at times does not.
    String why = String.valueOf(origin.getMessage());
    return message.contains(why) ? message : message + "\nOrigin: " + origin;
  }
}
