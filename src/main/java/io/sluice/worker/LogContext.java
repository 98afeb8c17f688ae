package io.sluice.worker;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * SLF4J's MDC of the current thread, where there is an SLF4J; the library does not depend on it.
 */
final class LogContext {
  private static final LogContext NONE = new LogContext(null, null, null);

  private final @Nullable MethodHandle get;
  private final @Nullable MethodHandle put;
  private final @Nullable MethodHandle remove;

  private LogContext(
      @Nullable MethodHandle get, @Nullable MethodHandle put, @Nullable MethodHandle remove) {
    this.get = get;
    this.put = put;
    this.remove = remove;
  }

  static LogContext of(ClassLoader loader) {
    try {
      Class<?> mdc = Class.forName("org.slf4j.MDC", true, loader);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodType onString = MethodType.methodType(void.class, String.class);
      return new LogContext(
          lookup.findStatic(mdc, "get", onString.changeReturnType(String.class)),
          lookup.findStatic(mdc, "put", onString.appendParameterTypes(String.class)),
          lookup.findStatic(mdc, "remove", onString));
    } catch (ReflectiveOperationException | LinkageError notThere) {
      return NONE;
    }
  }

  @Nullable String get(String key) {
    return get == null ? null : (String) call(get, key);
  }

  void put(String key, String value) {
    if (put != null) {
      call(put, key, value);
    }
  }

  void remove(String key) {
    if (remove != null) {
      call(remove, key);
    }
  }

  /** A logger's trouble is not the task's. */
  private static @Nullable Object call(MethodHandle method, Object... arguments) {
    try {
      return method.invokeWithArguments(arguments);
    } catch (RuntimeException | Error e) {
      return null;
    } catch (Throwable e) {
      throw new IllegalStateException("MDC's methods declare no exceptions", e);
    }
  }
}
