package io.sluice.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at the operating system's processes. */
final class ProcessTree {

  /** On the command line of a child that may outlive its parent, so that it can be told apart. */
  static final String DETACHED_OPTION = "-Dsluice.child=detached";

  /** A thread of which the system does not say more. */
  static final long UNKNOWN = 0;

  private static final String MARK = " " + DETACHED_OPTION + " ";

  private ProcessTree() {}

  /**
   * All descendants of a process but detached children and what descends from those. Where the
   * system does not show other processes' arguments (Windows) detached ones are not spared.
   */
  static Set<ProcessHandle> descendantsOf(ProcessHandle root) {
    Set<ProcessHandle> all =
        root.descendants().collect(Collectors.toCollection(LinkedHashSet::new));
    Set<ProcessHandle> spared = new HashSet<>();
    all.stream().filter(ProcessTree::isDetached).forEach(spared::add);
    if (!spared.isEmpty()) {
      Set.copyOf(spared).forEach(it -> it.descendants().forEach(spared::add));
      all.removeAll(spared);
    }
    return all;
  }

  private static boolean isDetached(ProcessHandle process) {
    // Not the arguments one by one: those the JDK does not give when the line exceeds a page.
    return process.info().commandLine().filter(line -> line.contains(MARK)).isPresent();
  }

  /**
   * Whether a process still runs. {@link ProcessHandle#isAlive} also counts one that has ended and
   * waits for somebody to ask for its exit code, which in a container may be for ever.
   */
  static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  private static boolean isZombie(long pid) {
    return stateOf(pid).filter(state -> state == 'Z' || state == 'X').isPresent();
  }

  /** The kernel's number of the calling thread, where there is such a file system. */
  static long currentThread() {
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/thread-self"));
      return Long.parseLong(String.valueOf(link.getFileName()));
    } catch (IOException | UnsupportedOperationException | NumberFormatException notThere) {
      return UNKNOWN;
    }
  }

  /** Whether a thread runs, or would if it got a processor; false if the system does not say. */
  static boolean wantsProcessor(long thread) {
    return stateOf(thread).filter(state -> state == 'R').isPresent();
  }

  /** The state letter of proc(5) of a process or a thread, where there is such a file system. */
  private static Optional<Character> stateOf(long pid) {
    try {
      // pid (name) state …, and the name may hold anything: what counts follows its last bracket.
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      int state = stat.lastIndexOf(')') + 2;
      return state < stat.length() ? Optional.of(stat.charAt(state)) : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }
}
