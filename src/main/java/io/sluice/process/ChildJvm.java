package io.sluice.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * A JVM that this one has started: another {@code main} on the same class path, in a process of its
 * own.
 *
 * <pre>{@code
 * try (ChildJvm child = ChildJvm.builder(Greeter.class).args("world").start()) {
 *   List<String> lines = child.output().collectList().block();  // [Hello, world]
 *   int exitCode = child.onExit().block();                      // 0
 * }
 * }</pre>
 *
 * <p><b>Life.</b> A child runs until its {@code main} and all its non-daemon threads have ended, as
 * any JVM does, and no longer than its parent, whose death it notices by three independent signs,
 * {@code kill -9} included: within about a second it ends the processes it has started itself, runs
 * its shutdown hooks, and is halted when all that takes more than two seconds. A child stopped by
 * SIGSTOP does so when it is continued. One that is {@linkplain Builder#detached() detached} lives
 * on. The handle need not be kept: a child whose handle is forgotten runs on all the same.
 *
 * <p><b>What a child inherits.</b> The {@code java} command of the parent's own JDK, the class path
 * and module path, working directory and environment, and the system property {@code sluice.dir}.
 * Nothing else of the parent's command line: no heap size, no agent, no other property. What the
 * variables {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and {@code _JAVA_OPTIONS} say,
 * every JVM reads for itself; debugger and management ports, which no two processes can have, are
 * taken out of them.
 *
 * <p><b>In the child</b> {@code System.in} is at its end from the start. {@code System.out} and
 * {@code System.err} are written in UTF-8 whatever the locale, unless {@code jvmArgs} set another
 * {@code stdout.encoding} ({@code sun.stdout.encoding} before JDK 19). The main class may be
 * non-public; its {@code main} must be public and static. As with the {@code java} command, an
 * exception that leaves it is printed and makes the exit code 1.
 *
 * <p>Costs the parent one daemon thread for each child. Thread-safe. Signals are those of Linux and
 * macOS; on Windows asking a process to end is forcing it.
 */
public final class ChildJvm implements AutoCloseable {

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Process process;
  private final String mainClass;
  private final Sinks.One<Integer> exit;
  private final LineLog log;

  ChildJvm(Process process, String mainClass, Sinks.One<Integer> exit, LineLog log) {
    this.process = process;
    this.mainClass = mainClass;
    this.exit = exit;
    this.log = log;
  }

  /**
   * Describes a child that is to run a class.
   *
   * @param main a class with a {@code public static void main(String[])}
   * @return a builder without arguments or options
   */
  public static Builder builder(Class<?> main) {
    return new Builder(Objects.requireNonNull(main, "main"));
  }

  /**
   * The operating system's id of the child's process.
   *
   * @return the id, also after the child's end
   */
  public long pid() {
    return process.pid();
  }

  /**
   * The child's exit code, as soon as it has ended and {@link #output} has every line that it
   * wrote: what it gave to {@code System.exit}, else 0; 1 after an uncaught exception in {@code
   * main}; 128 + n when signal n killed it (137: SIGKILL, 143: SIGTERM). Also 1 when the JVM could
   * not start at all; the output then says why.
   *
   * <p>Hot: the child ends whether or not anybody subscribes. Replayed to every subscriber at any
   * time, on a thread of {@link Schedulers#parallel()}. Cancelling ends that subscription alone.
   * Never fails, never completes empty.
   *
   * @return the exit code
   */
  public Mono<Integer> onExit() {
    return exit.asMono().publishOn(Schedulers.parallel());
  }

  /**
   * What the child writes to its standard output and its standard error, in one stream, in the
   * order in which it was written, by line and without the line ends ({@code \n}, {@code \r} or
   * {@code \r\n}). Text without a line end is held back until one comes, or the child ends, or
   * there are 16,384 characters of it: those are then passed on as a line of their own. Malformed
   * bytes appear as U+FFFD.
   *
   * <p>Hot: the child's output is read from its start whether or not anybody subscribes, so that
   * the child never waits for a reader. Each subscriber gets the last 1,000 lines written before it
   * came, then those that follow, then completion when the child has exited; also long after that.
   * A subscriber that takes or asks for lines more slowly than they come may fall 8,192 lines (or
   * 16 Mi characters) behind; beyond that it loses the oldest of them. One that has stopped taking
   * lines slows the child by at most a fifth of a second in all. To lose none at the cost of memory
   * put {@code onBackpressureBuffer()} directly behind this Flux.
   *
   * <p>Delivered on threads of {@link Schedulers#boundedElastic()}, one at a time, so that a
   * subscriber may print or store lines where it gets them. Cancelling ends that subscription
   * alone. Never fails, as long as Reactor's schedulers run.
   *
   * <p>The output ends with the child, even where a process that it has left behind goes on writing
   * to it: such lines are lost half a second after the child's exit.
   *
   * @return the lines
   */
  public Flux<String> output() {
    return log;
  }

  /**
   * Whether the child's process exists.
   *
   * @return false once it has ended
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Asks the child to end (SIGTERM): it runs its shutdown hooks first, and may take its time or
   * ignore it. Returns at once and may be called on any thread; does nothing when the child has
   * ended.
   */
  public void destroy() {
    // Not Process.destroy: it closes the pipes, which loses what shutdown hooks still write, and
    // which the child takes for its parent's death.
    process.toHandle().destroy();
  }

  /**
   * Forces the child and all its descendants but detached children among them to end (SIGKILL), and
   * does not wait for that: {@link #onExit()} tells. No shutdown hook runs. Takes the few
   * milliseconds of a look at the system's processes. Does nothing when the child has ended; its
   * descendants are not found then.
   */
  public void destroyForcibly() {
    Set<ProcessHandle> family = family();
    process.toHandle().destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    // What they have started between the look and their end, as far as it is still theirs.
    for (ProcessHandle member : family) {
      ProcessTree.descendantsOf(member).forEach(ProcessHandle::destroyForcibly);
    }
  }

  /**
   * The last of the lines that {@link #output()} would replay now, without a subscription. Never
   * waits.
   *
   * @param most how many lines at most, 0 or more
   * @return the newest lines so far, oldest first; all that was written once {@link #onExit()} has
   *     said so
   */
  public List<String> recentOutput(int most) {
    return log.recent(most);
  }

  /**
   * Ends the child and all its descendants but detached children among them: asks all of them
   * (SIGTERM), waits up to five seconds, forces those that are left (SIGKILL), and returns when
   * none runs any more. Closing twice, at the same time or after the child's end is harmless.
   * Descendants of a child that has ended before this call are not found.
   *
   * <p>On a thread that must not block (see {@link Schedulers#isInNonBlockingThread()}) it returns
   * at once, and the same happens on a thread of its own; {@link #onExit()} tells when. If the
   * waiting thread is interrupted it forces without further waiting, and stays interrupted.
   */
  @Override
  public void close() {
    if (Schedulers.isInNonBlockingThread()) {
      DaemonThread.start("sluice-close-" + pid(), this::end);
    } else {
      end();
    }
  }

  private void end() {
    new ProcessEnding(this::family).askThenForce(CLOSE_PATIENCE);
    try {
      // It does not run any more, but this JVM may not have heard of that yet.
      boolean unused = process.waitFor(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<ProcessHandle> family() {
    ProcessHandle child = process.toHandle();
    Set<ProcessHandle> family = ProcessTree.descendantsOf(child);
    family.add(child);
    return family;
  }

  /**
   * What an exit code of a JVM usually means, in words: which signal killed it and who sends that.
   *
   * @param exitCode as {@link #onExit} says it
   * @return one line without the code itself
   */
  public static String explain(int exitCode) {
    return ExitCode.explain(exitCode);
  }

  /** Names the main class, the process, whether that is alive, and if not what its exit means. */
  @Override
  public String toString() {
    String state =
        isAlive()
            ? "alive"
            : "exit code " + process.exitValue() + " (" + explain(process.exitValue()) + ")";
    return "ChildJvm[" + mainClass + ", pid " + pid() + ", " + state + "]";
  }

  /**
   * Describes a child, and starts any number of that kind. Every method but {@link #start} adds to
   * what was said before and returns this builder. Null is a {@link NullPointerException} at once.
   * Not thread-safe.
   */
  public static final class Builder {

    private final Class<?> main;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private boolean detached;

    private Builder(Class<?> main) {
      this.main = main;
    }

    /**
     * Arguments for the child's {@code main}, which gets exactly these strings: any character, any
     * length, empty ones too, on every system. The first few also appear in process lists, so they
     * are no place for secrets.
     *
     * @param arguments further arguments
     * @return this
     */
    public Builder args(String... arguments) {
      this.arguments.addAll(List.of(arguments));
      return this;
    }

    /**
     * Options for the child's JVM, such as {@code -Xmx256m} or {@code -Dkey=value}, as the {@code
     * java} command takes them. Options that the JVM does not know make it exit with code 1.
     *
     * @param options further options
     * @return this
     * @throws IllegalArgumentException for options that say what to run or where classes are
     *     ({@code -jar}, {@code -m}, {@code -cp} and their long forms)
     */
    public Builder jvmArgs(String... options) {
      List<String> checked = List.of(options);
      checked.forEach(LaunchCommand::checkJvmArgument);
      jvmArguments.addAll(checked);
      return this;
    }

    /**
     * Environment variables, set beside the inherited ones or in their place.
     *
     * @param variables further variables
     * @return this
     * @throws IllegalArgumentException for names and values that the system does not take
     */
    public Builder environment(Map<String, String> variables) {
      Map<String, String> copy = Map.copyOf(variables);
      // The JDK knows the rules of its system, and this map is a scratch one.
      new ProcessBuilder().environment().putAll(copy);
      environment.putAll(copy);
      return this;
    }

    /**
     * Lets the child outlive this process: neither its parent's death nor the closing of another
     * {@link ChildJvm} it descends from ends it; its own {@link ChildJvm#close()} does. Once the
     * parent is gone what the child writes is lost. It stays in the parent's terminal session, and
     * so gets that one's Ctrl-C.
     *
     * @return this
     */
    public Builder detached() {
      detached = true;
      return this;
    }

    /**
     * Starts a child. Takes the few milliseconds that the system needs for a new process and does
     * not wait for its JVM to come up. It reads and writes files: not for a thread that must not
     * block.
     *
     * @return the running child
     * @throws io.sluice.SluiceException when the main class has no {@code public static void
     *     main(String[])}, or the system cannot start a process
     */
    public ChildJvm start() {
      return new ChildLauncher(main, arguments, detached).start(jvmArguments, environment);
    }
  }
}
