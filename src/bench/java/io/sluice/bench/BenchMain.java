package io.sluice.bench;

import io.sluice.bench.report.Report;
import io.sluice.bench.report.Results;
import java.io.IOException;
import java.util.Locale;

/** Runs the experiments and writes the table. */
public final class BenchMain {
  private static final int FAILED = 1;

  private BenchMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options = Options.parse(args);
    Results results = new Results();
    for (String name : options.experiments()) {
      Experiment experiment = Catalog.named(name);
      // By turns, so that a busy spell of the machine falls on all peers alike.
      for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
        for (String peer : experiment.peers(options)) {
          measure(experiment, peer, options, results);
        }
      }
      // Each time: what was found so far is there when somebody ends the run.
      new Report(options, results).write();
    }
    System.out.println(new Report(options, results).markdown());
    if (!results.failures().isEmpty()) {
      System.exit(FAILED);
    }
  }

  private static void measure(Experiment experiment, String peer, Options options, Results results)
      throws IOException, InterruptedException {
    String name = experiment.name();
    if (results.refused(name, peer)) {
      return;
    }
    try {
      Repetition repetition = Repetition.of(experiment, peer, options);
      for (Reading reading : repetition.readings()) {
        results.add(name, peer, reading, repetition.others());
        progress(
            "%-16s %-15s %-10s %10s %-5s (others took %.2f CPUs)",
            name,
            peer,
            reading.metric(),
            Report.number(reading.value()),
            reading.unit().symbol,
            repetition.others());
      }
    } catch (Refusal e) {
      results.refuse(name, peer, e.reason());
      progress("%-16s %-15s skipped: %s", name, peer, e.reason());
    } catch (IllegalStateException e) {
      // The others go on: a run takes hours.
      results.fail(name, peer, e);
      progress("%-16s %-15s FAILED: %s", name, peer, e.getMessage());
    }
  }

  private static void progress(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
