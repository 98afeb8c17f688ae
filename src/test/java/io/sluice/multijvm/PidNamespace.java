package io.sluice.multijvm;

import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a puppet as the first process of a pid namespace of its own, as containers do: there its pid
 * is 1, and no other process exists. Directories are shared.
 */
final class PidNamespace {
  private PidNamespace() {}

  /** The puppet's arguments are this one's. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("--kill-child"));
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(Puppet.SMALL));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(PuppetMain.class.getName());
    command.addAll(List.of(args));
    System.exit(unshare(command).inheritIO().start().waitFor());
  }

  /** Why there can be none here; empty if there can. */
  static Optional<String> whyNot() {
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

  /** Users other than root get a user namespace besides, in which they may do it. */
  private static ProcessBuilder unshare(List<String> command) {
    List<String> whole = new ArrayList<>(List.of("unshare"));
    if (!"root".equals(System.getProperty("user.name"))) {
      whole.add("--map-root-user");
    }
    whole.addAll(List.of("--pid", "--fork", "--mount-proc"));
    whole.addAll(command);
    return new ProcessBuilder(whole);
  }

  /**
   * The puppet's pid as it is seen from outside: of the last of those that {@code main} started.
   */
  static long pidWithin(long outer) {
    return await("the process in the namespace of " + outer)
        .pollInterval(Duration.ofMillis(10))
        .atMost(TestJvm.PATIENCE)
        .until(() -> within(outer).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private static Stream<Long> within(long outer) {
    return ProcessHandle.of(outer).stream()
        .flatMap(ProcessHandle::children)
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid);
  }

  static void end(long outer) {
    within(outer).toList().forEach(pid -> Signals.send("KILL", pid));
  }
}
