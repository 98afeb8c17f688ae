package io.sluice.bench.report;

import io.sluice.bench.Options;
import io.sluice.bench.report.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The results as Markdown and as charts, and each repetition by itself as CSV. */
public record Report(Options options, Results results) {
  public void write() throws IOException {
    Path directory = Files.createDirectories(options.output());
    Files.writeString(directory.resolve("results.md"), markdown());
    Files.writeString(directory.resolve("results.csv"), csv());
    Charts.write(results, directory);
  }

  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Benchmarks\n\n").append(machine()).append("\n\n## What is promised\n\n");
    text.append(Targets.table(results)).append("\n## What was measured\n\n");
    text.append(
        "| case | peer | metric | median | min – max | %s ÷ peer | others |\n|---|---|---|--:|--:|--:|--:|\n"
            .formatted(options.baseline()));
    for (Row row : results.values().keySet()) {
      text.append(line(row));
    }
    text.append("\nothers: the most CPUs that other processes took during one repetition.\n");
    for (String refusal : results.refusals()) {
      text.append("\nSkipped: ").append(refusal).append('\n');
    }
    for (String failure : results.failures()) {
      text.append("\n**Failed**: ").append(failure).append('\n');
    }
    return text.toString();
  }

  String csv() {
    StringBuilder text = new StringBuilder("case,peer,metric,unit,repetition,value,others\n");
    for (Map.Entry<Row, List<Results.Sample>> entry : results.values().entrySet()) {
      Row row = entry.getKey();
      int repetition = 1;
      for (Results.Sample sample : entry.getValue()) {
        text.append(
            "%s,%s,%s,%s,%d,%s,%.3f\n"
                .formatted(
                    row.experiment(),
                    row.peer(),
                    row.metric(),
                    row.unit().symbol,
                    repetition++,
                    sample.value(),
                    sample.others()));
      }
    }
    return text.toString();
  }

  private String line(Row row) {
    Summary summary = results.summary(row).orElseThrow();
    String unit = row.unit().symbol;
    return "| %s | %s | %s | %s %s | %s – %s | %s | %.2f |\n"
        .formatted(
            row.experiment(),
            row.peer(),
            row.metric(),
            number(summary.median()),
            unit,
            number(summary.min()),
            number(summary.max()),
            ratio(row, summary),
            summary.others());
  }

  /** How many times better the baseline is: above 1 it wins. */
  private String ratio(Row row, Summary peer) {
    Optional<Summary> baseline =
        results.summary(new Row(row.experiment(), row.metric(), row.unit(), options.baseline()));
    if (baseline.isEmpty() || row.peer().equals(options.baseline())) {
      return "";
    }
    double ours = baseline.get().median();
    double ratio = row.unit().moreIsBetter ? ours / peer.median() : peer.median() / ours;
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private String machine() {
    return "JDK %s, %s %s, %d CPUs; %d repetitions, warm-up %s, window %s."
        .formatted(
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            options.repetitions(),
            seconds(options.warmup().toMillis()),
            seconds(options.window().toMillis()));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }

  public static String number(double value) {
    String format = value < 1 ? "%.5f" : value < 100 ? "%.2f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
