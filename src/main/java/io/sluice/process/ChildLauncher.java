package io.sluice.process;

import io.sluice.SluiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;

/** Starts a child and ties it to this process; for one start. */
final class ChildLauncher {

  /** What the smallest of the systems' pipes takes while nobody reads. */
  private static final int PIPE_BYTES = 4_096;

  /** Parent and child find each other's queues by name only if they look in the same directory. */
  private static final String QUEUE_DIRECTORY = "sluice.dir";

  private final Class<?> main;
  private final List<String> arguments;
  private final boolean detached;

  ChildLauncher(Class<?> main, List<String> arguments, boolean detached) {
    this.main = main;
    this.arguments = List.copyOf(arguments);
    this.detached = detached;
  }

  ChildJvm start(List<String> jvmArguments, Map<String, String> environment) {
    requireMain();
    try {
      LaunchCommand command = LaunchCommand.of(main, arguments, jvmArguments, detached);
      return attach(start(command, environment), command);
    } catch (IOException e) {
      throw new SluiceException("A child JVM for " + main.getName() + " could not be started", e);
    }
  }

  private void requireMain() {
    Method method;
    try {
      method = main.getMethod("main", String[].class);
    } catch (NoSuchMethodException e) {
      throw noMain(e);
    }
    if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != void.class) {
      throw noMain(null);
    }
  }

  private SluiceException noMain(@Nullable Throwable cause) {
    return new SluiceException(
        main.getName() + " has no method 'public static void main(String[])' to start a JVM with",
        cause);
  }

  private static Process start(LaunchCommand command, Map<String, String> environment)
      throws IOException {
    // One pipe for both streams keeps their order, and costs one thread instead of two.
    ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
    InheritedOptions.filter(builder.environment());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      delete(command.argumentFile());
      throw e;
    }
  }

  private ChildJvm attach(Process process, LaunchCommand command) {
    LineLog log = new LineLog();
    Sinks.One<Integer> exit = Sinks.one();
    try {
      OutputPump.start(
          process,
          command.charset(),
          log,
          code -> {
            delete(command.argumentFile());
            exit.tryEmitValue(code);
          });
      sendOrder(process);
    } catch (Throwable noThread) {
      // Nobody would ever read what this child writes, nor tell it what to do.
      process.destroyForcibly();
      throw noThread;
    }
    return new ChildJvm(process, main.getName(), exit, log);
  }

  private void sendOrder(Process process) {
    byte[] order = order().toBytes();
    if (order.length <= PIPE_BYTES) {
      send(order, process.getOutputStream());
    } else {
      // The child takes it once it has come up, which may be never, and nobody should wait for it.
      DaemonThread.start(
          "sluice-order-" + process.pid(), () -> send(order, process.getOutputStream()));
    }
  }

  private LaunchOrder order() {
    String directory = System.getProperty(QUEUE_DIRECTORY);
    return new LaunchOrder(
        detached ? LaunchOrder.NO_PARENT : ProcessHandle.current().pid(),
        main.getName(),
        arguments,
        directory == null ? Map.of() : Map.of(QUEUE_DIRECTORY, directory));
  }

  private void send(byte[] order, OutputStream pipe) {
    try {
      pipe.write(order);
      pipe.flush();
      if (detached) {
        pipe.close();
      }
      // Else it stays open as long as this process lives: its end is the child's end.
    } catch (IOException childGone) {
      // Its exit code and its output tell more than this does.
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException inUse) {
      // In the directory for temporary files; nothing depends on it.
    }
  }
}
