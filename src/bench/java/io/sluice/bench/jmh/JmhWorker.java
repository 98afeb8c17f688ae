package io.sluice.bench.jmh;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import java.time.Duration;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The child JVM of {@link Jmh}: {@code <benchmark> <warm-up ms> <window ms>}. */
public final class JmhWorker {
  private static final int FAILED = 1;
  private static final int ITERATIONS = 5;

  private JmhWorker() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      Parent parent = Parent.awaited(null);
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include("\\." + args[0] + "$")
                      .forks(0)
                      .warmupIterations(ITERATIONS)
                      .warmupTime(part(args[1]))
                      .measurementIterations(ITERATIONS)
                      .measurementTime(part(args[2]))
                      .verbosity(VerboseMode.SILENT)
                      .shouldFailOnError(true)
                      .build())
              .runSingle();
      parent.say(Protocol.RESULT, result.getPrimaryResult().getScore());
    } catch (RunnerException | RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
    Parent.awaitEnd();
  }

  private static TimeValue part(String millis) {
    return TimeValue.milliseconds(
        Math.max(1, Duration.ofMillis(Long.parseLong(millis)).dividedBy(ITERATIONS).toMillis()));
  }
}
