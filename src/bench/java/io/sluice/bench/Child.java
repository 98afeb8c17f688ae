package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The parent's side of {@link Protocol}: a child process that is told words, answers with words,
 * and does not outlive us.
 */
public final class Child implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final int TAIL_LINES = 40;
  private static final String ENDED = "";

  private final String name;
  private final Process process;
  private final Writer stdin;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Deque<String> tail = new ArrayDeque<>();

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.stdin = process.outputWriter(StandardCharsets.UTF_8);
  }

  public static Child start(String name, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Child child = new Child(name, process);
    Thread reader = new Thread(child::readOutput, "bench-output-" + name);
    reader.setDaemon(true);
    reader.start();
    return child;
  }

  public void tell(String word) {
    try {
      stdin.write(word + "\n");
      stdin.flush();
    } catch (IOException e) {
      throw failure("did not hear " + word);
    }
  }

  /** Waits for the next answer, which must be the given word, and returns what follows it. */
  public String expect(String word) throws InterruptedException {
    String answer = answers.poll(ANSWER.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw failure("did not say " + word + " within " + ANSWER.toSeconds() + " s");
    }
    if (answer.equals(ENDED)) {
      process.waitFor(LEAVE.toSeconds(), TimeUnit.SECONDS);
      throw failure("ended before it said " + word);
    }
    if (answer.startsWith(Protocol.REFUSED)) {
      throw new Refusal(answer.substring(Protocol.REFUSED.length()).strip());
    }
    if (!answer.startsWith(word)) {
      throw failure("said " + answer + " where " + word + " was expected");
    }
    return answer.substring(word.length()).strip();
  }

  /** As {@link #expect}, for an answer of numbers. */
  public long[] expectNumbers(String word) throws InterruptedException {
    String[] fields = expect(word).split(" ", -1);
    long[] numbers = new long[fields.length];
    for (int i = 0; i < fields.length; i++) {
      numbers[i] = Long.parseLong(fields[i]);
    }
    return numbers;
  }

  @Override
  public void close() {
    try {
      stdin.close();
    } catch (IOException e) {
      // The pipe is broken: the child has gone already.
    }
    boolean gone = false;
    try {
      gone = process.waitFor(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!gone) {
      kill();
    }
  }

  /** The CPU time that the process has taken so far, in ticks of some milliseconds. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow(() -> new Refusal("CPU time is unknown"));
  }

  /** Ends the process and all that it started, without asking. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private void readOutput() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith(Protocol.PREFIX)) {
          answers.add(line.substring(Protocol.PREFIX.length()));
        } else {
          remember(line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      remember(e.toString());
    } finally {
      answers.add(ENDED);
    }
  }

  private synchronized void remember(String line) {
    System.err.println("[" + name + "] " + line);
    tail.addLast(line);
    if (tail.size() > TAIL_LINES) {
      tail.removeFirst();
    }
  }

  private synchronized IllegalStateException failure(String what) {
    String status = process.isAlive() ? "is running" : "exit code " + process.exitValue();
    String output = String.join(System.lineSeparator(), tail);
    return new IllegalStateException(
        name + " " + what + " (" + status + ")" + System.lineSeparator() + output);
  }
}
