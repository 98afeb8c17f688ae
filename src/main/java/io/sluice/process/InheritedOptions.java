package io.sluice.process;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of an inherited environment the JVM options that only one process at a time can have: a
 * second JVM that listens on the debugger's or the management agent's port does not even start. All
 * else that {@code JAVA_TOOL_OPTIONS} and its relatives say is read by the child itself, once.
 */
final class InheritedOptions {

  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern ONE_PROCESS_ONLY =
      Pattern.compile(
          "(?<!\\S)(-agentlib:jdwp|-Xrunjdwp|-Dcom\\.sun\\.management\\.jmxremote\\.(rmi\\.)?port)\\S*");

  private InheritedOptions() {}

  static void filter(Map<String, String> environment) {
    for (String variable : VARIABLES) {
      String options = environment.get(variable);
      if (options != null && ONE_PROCESS_ONLY.matcher(options).find()) {
        String rest = ONE_PROCESS_ONLY.matcher(options).replaceAll("").strip();
        if (rest.isEmpty()) {
          environment.remove(variable);
        } else {
          environment.put(variable, rest);
        }
      }
    }
  }
}
