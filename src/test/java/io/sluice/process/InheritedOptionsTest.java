package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedOptionsTest {

  @Test
  void takesOutWhatOnlyOneProcessCanHave() {
    assertThat(
            filtered(
                "-Xmx1g -agentlib:jdwp=transport=dt_socket,server=y,address=*:5005 -Da=b"
                    + " -Dcom.sun.management.jmxremote.port=9010"
                    + " -Dcom.sun.management.jmxremote.rmi.port=9011"
                    + " -Dcom.sun.management.jmxremote.ssl=false"))
        .isEqualTo("-Xmx1g  -Da=b   -Dcom.sun.management.jmxremote.ssl=false");
  }

  @Test
  void leavesNoEmptyVariable() {
    assertThat(filtered("-agentlib:jdwp=server=y,address=5005")).isNull();
    assertThat(filtered(" -Xrunjdwp:server=y,address=5005 ")).isNull();
  }

  @Test
  void leavesAllElseAlone() {
    for (String options : new String[] {"-javaagent:/a b.jar", " -Da=-agentlib:jdwp ", ""}) {
      assertThat(filtered(options)).isEqualTo(options);
    }
    Map<String, String> other = new HashMap<>(Map.of("OTHER", "-agentlib:jdwp=x"));
    InheritedOptions.filter(other);
    assertThat(other).containsEntry("OTHER", "-agentlib:jdwp=x");
  }

  private static String filtered(String options) {
    Map<String, String> first = null;
    for (String name : new String[] {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}) {
      Map<String, String> environment = new HashMap<>(Map.of(name, options));
      InheritedOptions.filter(environment);
      String now = environment.get(name);
      if (first == null) {
        first = environment;
      }
      assertThat(now).isEqualTo(first.values().stream().findFirst().orElse(null));
    }
    return first.values().stream().findFirst().orElse(null);
  }
}
