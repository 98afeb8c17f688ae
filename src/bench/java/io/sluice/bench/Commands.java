package io.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of child processes. */
public final class Commands {
  /** For experiments with many processes. */
  public static final List<String> SMALL_HEAP = List.of("-Xms32m", "-Xmx256m");

  static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private static final int FIRST_THAT_WARNS = 24;

  private Commands() {}

  /**
   * A JVM like this one, on the same class path: a list that may be changed.
   *
   * @param jvmArgs may name another size of the heap
   */
  public static List<String> java(List<String> jvmArgs, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(program(JAVA_HOME));
    // Room for the megabyte items, the same for all.
    command.addAll(List.of("-Xms512m", "-Xmx1g"));
    if (Runtime.version().feature() >= FIRST_THAT_WARNS) {
      command.add("-Dkryo.unsafe=false");
    }
    command.addAll(jvmArgs);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  static String program(Path javaHome) {
    return javaHome.resolve("bin").resolve("java").toString();
  }

  /** The command as it is, or bound to one CPU, where the machine has a program for that. */
  public static List<String> placed(List<String> command, boolean oneCpu) {
    if (!oneCpu) {
      return command;
    }
    List<String> bound = new ArrayList<>(List.of(Programs.require("taskset"), "-c", "0"));
    bound.addAll(command);
    return bound;
  }
}
