package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parent whose own environment has options for all JVMs, and its child. */
class InheritedEnvironmentTest {
  /** A second JVM that wanted the debugger's port would not start. */
  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void optionsAreReadOnceAndPortsAreLeftToTheParent(String variable) throws IOException {
    String debugger =
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + freePort();
    try (TestJvm parent =
        TestJvm.start(
            ChildJvm.builder(Programs.Parent.class)
                .args(Programs.Surroundings.class.getName())
                .environment(Map.of(variable, "-Dmarker=once " + debugger)))) {
      parent.awaitLine("Listening for transport");
      parent.awaitLine("started");
      assertThat(parent.awaitLine("marker")).isEqualTo("once");
      String options = parent.awaitLine("options");
      assertThat(options).doesNotContain("jdwp");
      assertThat(options.split("-Dmarker=once", -1)).as(options).hasSize(2);
      assertThat(parent.awaitLine("exited")).isEqualTo("0");
      List<String> listening =
          parent.lines().stream().filter(line -> line.startsWith("Listening")).toList();
      assertThat(listening).as("the child has no debugger").hasSize(1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
