package io.sluice.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines of child processes. */
public final class Commands {
  /** For experiments with many processes. */
  public static final List<String> SMALL_HEAP = List.of("-Xms32m", "-Xmx256m");

  private static final int FIRST_THAT_WARNS = 24;

  private Commands() {}

  /**
   * A JVM like this one, on the same class path.
   *
   * @param jvmArgs may name another size of the heap
   */
  public static List<String> java(List<String> jvmArgs, Class<?> main, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
