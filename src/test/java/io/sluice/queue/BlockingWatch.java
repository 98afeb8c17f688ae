package io.sluice.queue;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingMethod;

/**
 * Calls that block, made on threads that must not: those of Reactor's non-blocking schedulers, and
 * the library's own waiting thread. BlockHound sees sleeping, parking and streams by itself;
 * everything that {@code FileChannel} and {@code Files} do ends in native methods of a few classes,
 * which are added here.
 */
final class BlockingWatch {
  private static final String DOORBELL = "sluice-doorbell";

  /** Where files are reached, on this JDK or another. */
  private static final List<String> FILE_CLASSES =
      List.of(
          "sun.nio.ch.FileChannelImpl",
          "sun.nio.ch.FileDispatcherImpl",
          "sun.nio.ch.UnixFileDispatcherImpl",
          "sun.nio.fs.UnixNativeDispatcher",
          "java.io.UnixFileSystem");

  /** Natives that reach no file. */
  private static final Set<String> HARMLESS = Set.of("init", "init0", "initIDs", "strerror");

  /** The sockets' calls of the files' natives: the library's sockets do not block. */
  private static final List<String> SOCKET_CALLS = List.of("write", "writev", "close", "preClose");

  private static final int SHOWN_FRAMES = 12;

  private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

  private BlockingWatch() {}

  /** Begins to watch this JVM, for good. */
  static void watch() {
    BlockHound.Builder builder =
        BlockHound.builder()
            .loadIntegrations()
            .nonBlockingThreadPredicate(
                known -> known.or(thread -> thread.getName().equals(DOORBELL)))
            .blockingMethodCallback(BlockingWatch::found);
    FILE_CLASSES.forEach(name -> fileMethods(name).forEach(method -> mark(builder, method)));
    SOCKET_CALLS.forEach(
        name -> builder.allowBlockingCallsInside("sun.nio.ch.SocketDispatcher", name));
    builder.install();
  }

  private static List<Method> fileMethods(String className) {
    List<Method> methods = new ArrayList<>();
    try {
      for (Method method : Class.forName(className).getDeclaredMethods()) {
        if (Modifier.isNative(method.getModifiers()) && !HARMLESS.contains(method.getName())) {
          methods.add(method);
        }
      }
    } catch (ClassNotFoundException e) {
      // Another JDK's.
    }
    return methods;
  }

  private static void mark(BlockHound.Builder builder, Method method) {
    String descriptor =
        MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .toMethodDescriptorString();
    builder.markAsBlocking(method.getDeclaringClass(), method.getName(), descriptor);
  }

  private static void found(BlockingMethod method) {
    String stack =
        Arrays.stream(new Throwable().getStackTrace())
            .map(StackTraceElement::toString)
            .filter(frame -> !frame.contains("blockhound"))
            .skip(1)
            .limit(SHOWN_FRAMES)
            .collect(Collectors.joining(" < "));
    FOUND.add(method + " on " + Thread.currentThread().getName() + " < " + stack);
  }

  /** What was found since the last call. */
  static List<String> found() {
    List<String> all = new ArrayList<>();
    for (String one = FOUND.poll(); one != null; one = FOUND.poll()) {
      all.add(one);
    }
    return all;
  }
}
