package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each of the three signals of a parent's death by itself, the other two kept silent: the child is
 * started by hand, so that pipe, parent and the process it takes for its parent can be three.
 */
class ParentWatchTest {

  private static final Duration LIMIT = TestJvm.PATIENCE;

  @Test
  void endOfPipe() throws IOException {
    // This JVM is its parent and lives on; only the pipe ends.
    try (ByHand child = ByHand.start("exec \"$@\"", ProcessHandle.current().pid())) {
      child.assertStays();
      child.pipe().close();
      Signals.awaitGone(child.pid, LIMIT);
    }
  }

  @Test
  void adoption() throws IOException {
    // Its parent is a shell below a shell that is stopped: dead, the lower one keeps its process id
    // as a zombie, and the pipe is held by this JVM. Only the child's parent changes.
    String script = "exec 3<&0; sh -c 'echo $$; \"$@\" <&3 & wait' sh \"$@\" & wait";
    try (ByHand child = ByHand.startWithoutOrder(script)) {
      long parent = Long.parseLong(child.output.readLine());
      child.order(parent, Programs.SaysItsPid.class);
      child.assertStays();
      Signals.send("STOP", child.shell.pid());
      Signals.send("KILL", parent);
      Signals.awaitGone(child.pid, LIMIT);
      assertThat(ProcessHandle.of(parent).filter(ProcessHandle::isAlive)).isPresent();
    }
  }

  @Test
  void endOfTheParentsProcess() throws IOException {
    // It takes for its parent a process that has nothing else to do with it.
    Process other = new ProcessBuilder("sleep", "120").start();
    try (ByHand child = ByHand.start("exec \"$@\"", other.pid())) {
      child.assertStays();
      other.destroyForcibly();
      Signals.awaitGone(child.pid, LIMIT);
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aChildThatIsOutOfDescriptorsIsNoOrphan() throws IOException {
    // It can no longer look its parent up, nor itself.
    String script = "ulimit -n 100; exec \"$@\"";
    try (ByHand child =
        ByHand.start(script, ProcessHandle.current().pid(), Programs.OutOfDescriptors.class)) {
      child.assertStays();
      child.pipe().close();
      Signals.awaitGone(child.pid, LIMIT);
    }
  }

  @Test
  void parentGoneBeforeTheOrderCame() throws IOException {
    try (ByHand child = ByHand.startWithoutOrder("exec \"$@\"")) {
      child.pipe().close();
      await().atMost(TestJvm.PATIENCE).until(() -> !child.shell.isAlive());
      assertThat(child.shell.exitValue()).isEqualTo(Orphan.EXIT_CODE);
    }
  }

  @Test
  void anOrderOfAnotherVersionIsRefused() throws IOException {
    try (ByHand child = ByHand.startWithoutOrder("exec \"$@\" 2>&1")) {
      child.pipe().write(new byte[100]);
      child.pipe().flush();
      await().atMost(TestJvm.PATIENCE).until(() -> !child.shell.isAlive());
      assertThat(child.shell.exitValue()).isEqualTo(1);
      assertThat(child.output.readLine()).contains("another version");
    }
  }

  /** A child whose parent is a shell, or what the shell has become. */
  private static final class ByHand implements AutoCloseable {

    private final Process shell;
    private final BufferedReader output;
    private long pid;

    private ByHand(Process shell) {
      this.shell = shell;
      this.output = shell.inputReader(StandardCharsets.UTF_8);
    }

    static ByHand startWithoutOrder(String script) throws IOException {
      List<String> java =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              ChildMain.class.getName());
      List<String> command = new java.util.ArrayList<>(List.of("sh", "-c", script, "sh"));
      command.addAll(java);
      return new ByHand(new ProcessBuilder(command).start());
    }

    static ByHand start(String script, long takenForParent) throws IOException {
      return start(script, takenForParent, Programs.SaysItsPid.class);
    }

    static ByHand start(String script, long takenForParent, Class<?> main) throws IOException {
      ByHand child = startWithoutOrder(script);
      child.order(takenForParent, main);
      return child;
    }

    void order(long takenForParent, Class<?> main) throws IOException {
      pipe().write(new LaunchOrder(takenForParent, main.getName(), List.of(), Map.of()).toBytes());
      pipe().flush();
      pid = Long.parseLong(output.readLine());
    }

    OutputStream pipe() {
      return shell.getOutputStream();
    }

    void assertStays() {
      await().during(Duration.ofMillis(2_500)).atMost(LIMIT).until(() -> Signals.isRunning(pid));
    }

    @Override
    public void close() {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
