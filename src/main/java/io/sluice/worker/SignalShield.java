package io.sluice.worker;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Makes a worker pass over SIGTERM and SIGINT: a signal to the whole group of processes, as a
 * terminal or a service manager sends it, is to end the application, which then lets requests
 * finish and ends its workers itself. Should it die instead, workers end all the same.
 *
 * <p>By {@code sun.misc.Signal}, which is there unless the JDK was cut down to less; by reflection,
 * since compilers warn of it. A handler that does nothing, not the system's way of ignoring, as
 * that one would be inherited by processes that a task starts.
 */
final class SignalShield {
  private static final List<String> SIGNALS = List.of("TERM", "INT");
  private static final long LOOK_EVERY_MILLIS = 100;

  private SignalShield() {}

  static void raise() {
    for (String signal : SIGNALS) {
      try {
        ignore(signal);
      } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
        // Not in this JDK, or -Xrs: then the JVM's own reaction is drawn out until the parent ends.
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> outwait("SIG" + signal + " handler"), "sluice-" + signal));
      }
    }
  }

  private static void ignore(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler nothing =
        (proxy, method, args) ->
            switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(proxy);
              case "equals" -> args != null && proxy == args[0];
              case "toString" -> "ignores SIG" + name;
              default -> null;
            };
    Object ignoring =
        Proxy.newProxyInstance(
            SignalShield.class.getClassLoader(), new Class<?>[] {handler}, nothing);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), ignoring);
  }

  /** A shutdown hook: if it is a signal that shuts down, waits for the parent's end. */
  private static void outwait(String handlerThread) {
    boolean bySignal =
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals(handlerThread));
    ProcessHandle self = ProcessHandle.current();
    long parent = self.parent().map(ProcessHandle::pid).orElse(-1L);
    try {
      while (bySignal && self.parent().filter(now -> now.pid() == parent).isPresent()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
