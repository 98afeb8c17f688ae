package io.sluice.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs JVMs in pid namespaces of their own, as containers do: there its pid is 1, and no other
 * process exists. Directories are shared. Users other than root get a user namespace besides, in
 * which they may do it.
 */
public final class PidNamespace {
  private PidNamespace() {}

  /** Why there can be none here; empty if there can. */
  public static Optional<String> whyNot() {
    try {
      Process process = unshare(List.of("true")).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean works = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      return works ? Optional.empty() : Optional.of("no pid namespaces here: " + said.strip());
    } catch (IOException e) {
      return Optional.of("no pid namespaces here: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Runs a class of this JVM's class path there, with its input and output; its exit code. */
  public static int run(List<String> jvmArgs, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(jvmArgs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return unshare(command).inheritIO().start().waitFor();
  }

  private static ProcessBuilder unshare(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("unshare"));
    if (!"root".equals(System.getProperty("user.name"))) {
      whole.add("--map-root-user");
    }
    whole.addAll(List.of("--pid", "--fork", "--mount-proc", "--kill-child"));
    whole.addAll(command);
    return new ProcessBuilder(whole);
  }

  /**
   * The pid, as it is seen from outside, of the command that a child of this process has run in a
   * namespace.
   */
  public static long pidWithin(long child) {
    return await("the process in the namespace of " + child)
        .pollInterval(Duration.ofMillis(10))
        .atMost(TestJvm.PATIENCE)
        .until(() -> within(child).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private static Stream<Long> within(long child) {
    return ProcessHandle.of(child).stream()
        .flatMap(ProcessHandle::children)
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid);
  }

  /** Kills what a child of this process has run in a namespace, if it runs. */
  public static void kill(long child) {
    within(child).toList().forEach(pid -> Signals.send("KILL", pid));
  }
}
