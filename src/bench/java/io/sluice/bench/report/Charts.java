package io.sluice.bench.report;

import io.sluice.bench.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what there are enough readings for. */
final class Charts {
  private static final String MILLIONS = "million items per second";
  private static final List<String> PERCENTILES =
      List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");

  private static final List<String> VICTIMS = List.of("writer", "reader", "writer-4g", "reader-4g");

  private final Results results;
  private final Path directory;

  private Charts(Results results, Path directory) {
    this.results = results;
    this.directory = directory;
  }

  /** Charts are drawn without a screen, wherever this runs. */
  static void write(Results results, Path directory) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Charts charts = new Charts(results, Files.createDirectories(directory));
    charts.byMaxSize();
    charts.byItemSize();
    charts.byProcesses();
    charts.byQueues();
    charts.latencies("ping-pong-onecpu", "Ping-pong over a pipe, back to back, one CPU");
    charts.latencies("ping-pong-1ms-onecpu", "Ping-pong over a pipe, 1 ms between, one CPU");
    charts.latencies("one-way-10000", "One way through a queue, 10,000 messages a second");
    charts.recovery();
    charts.idle();
  }

  private void byMaxSize() throws IOException {
    Chart chart = new Chart("Throughput, one producer, one consumer, Kryo", "maxSize", MILLIONS);
    each(
        "kryo-(\\d+)",
        "throughput",
        (m, entry) -> {
          double size = Double.parseDouble(m.group(1));
          chart.add(entry.peer(), size, Chart.plain(size), entry.median());
        });
    chart.saveLines(directory.resolve("throughput-by-max-size.svg"));
  }

  private void byItemSize() throws IOException {
    Chart chart =
        new Chart("Throughput, one producer, one consumer, raw bytes", "item size", "MB/s");
    each(
        "raw(\\d*)([km]?)-(?:64|1024|65536)",
        "throughput",
        (m, entry) -> {
          double bytes = m.group(1).isEmpty() ? 32 : Double.parseDouble(m.group(1));
          bytes *= m.group(2).isEmpty() ? 1 : m.group(2).equals("k") ? 1 << 10 : 1 << 20;
          boolean items = entry.row().unit() == Reading.Unit.MILLION_PER_SECOND;
          double megabytes = items ? entry.median() * bytes : entry.median();
          chart.add(entry.peer(), bytes, sizeLabel(bytes), megabytes);
        });
    chart.saveLines(directory.resolve("throughput-by-item-size.svg"));
  }

  private void byProcesses() throws IOException {
    Chart chart =
        new Chart(
            "Throughput, maxSize 1,024, Kryo, all on one CPU",
            "processes, half of them producers",
            MILLIONS);
    each(
        "kryo-1024-(\\d+)x\\1-onecpu",
        "throughput",
        (m, entry) -> {
          double processes = 2 * Double.parseDouble(m.group(1));
          chart.add(entry.peer(), processes, Chart.plain(processes), entry.median());
        });
    chart.saveLines(directory.resolve("throughput-by-processes.svg"));
  }

  private void byQueues() throws IOException {
    Chart chart =
        new Chart("Throughput over many queues, an item into each in turn", "queues", MILLIONS);
    each(
        "queues-(\\d+)",
        "throughput",
        (m, entry) -> {
          double queues = Double.parseDouble(m.group(1));
          chart.add(entry.peer(), queues, Chart.plain(queues), entry.median());
        });
    chart.saveLines(directory.resolve("throughput-by-queues.svg"));
  }

  private void latencies(String experiment, String title) throws IOException {
    Chart chart = new Chart(title, "percentile", "µs");
    for (int i = 0; i < PERCENTILES.size(); i++) {
      String percentile = PERCENTILES.get(i);
      int step = i;
      each(
          Pattern.quote(experiment),
          percentile,
          (m, entry) -> chart.add(entry.peer(), step, percentile, entry.median()));
    }
    chart.saveLines(directory.resolve("latency-" + experiment + ".svg"));
  }

  private void recovery() throws IOException {
    Chart chart =
        new Chart("Longest time without an item for anybody after kill -9", "of whom", "ms");
    for (int i = 0; i < VICTIMS.size(); i++) {
      int step = i;
      String victim = VICTIMS.get(i);
      each(
          "kill-" + victim,
          "longest gap",
          (m, entry) -> chart.add(entry.peer(), step, victim, entry.median()));
    }
    chart.saveBars(directory.resolve("recovery.svg"), true);
  }

  private void idle() throws IOException {
    Chart chart = new Chart("CPU time of idle consumers", "processes", "% of one core");
    each(
        "idle-(\\d+)",
        "CPU",
        (m, entry) ->
            chart.add(entry.peer(), Integer.parseInt(m.group(1)), m.group(1), entry.median()));
    chart.saveBars(directory.resolve("idle-cpu.svg"), false);
  }

  private void each(String experiment, String metric, BiConsumer<MatchResult, Entry> action) {
    Pattern pattern = Pattern.compile(experiment);
    for (Results.Row row : results.values().keySet()) {
      Matcher matcher = pattern.matcher(row.experiment());
      if (row.metric().equals(metric) && matcher.matches()) {
        action.accept(
            matcher.toMatchResult(), new Entry(row, results.summary(row).orElseThrow().median()));
      }
    }
  }

  private static String sizeLabel(double bytes) {
    return bytes < 1 << 10
        ? Chart.plain(bytes) + " B"
        : bytes < 1 << 20
            ? Chart.plain(bytes / (1 << 10)) + " KiB"
            : Chart.plain(bytes / (1 << 20)) + " MiB";
  }

  private record Entry(Results.Row row, double median) {
    String peer() {
      return row.peer();
    }
  }
}
