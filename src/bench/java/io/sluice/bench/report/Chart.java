package io.sluice.bench.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Values of some peers over steps of a quantity, as lines or as bars. The steps stand at even
 * distances: where they are numbers each is a multiple of the one before.
 */
final class Chart {
  private static final MathContext DIGITS = new MathContext(3);

  private final String title;
  private final String across;
  private final String up;
  private final Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
  private final Map<Double, String> steps = new TreeMap<>();

  Chart(String title, String across, String up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  /**
   * @param step where it stands among the others
   * @param label what is written there
   * @param value passed over where it is 0: a logarithmic axis has no place for that
   */
  void add(String peer, double step, String label, double value) {
    if (value <= 0) {
      return;
    }
    steps.put(step, label);
    series.computeIfAbsent(peer, p -> new TreeMap<>()).put(step, rounded(value));
  }

  /** Draws lines over a logarithmic axis, where there are two steps at least. */
  void saveLines(Path file) throws IOException {
    if (steps.size() > 1) {
      CategoryChart chart = chart(true);
      chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
      // Else the points of a step would stand beside each other, as bars do.
      chart.getStyler().setOverlapped(true);
      save(chart, file);
    }
  }

  /** Draws bars, with their values written to them, where there are any. */
  void saveBars(Path file, boolean logarithmic) throws IOException {
    if (!steps.isEmpty()) {
      CategoryChart chart = chart(logarithmic);
      CategoryStyler styler = chart.getStyler();
      styler.setPlotGridVerticalLinesVisible(false);
      styler.setAvailableSpaceFill(0.85);
      styler.setLabelsVisible(true);
      styler.setLabelsPosition(1.03);
      save(chart, file);
    }
  }

  private CategoryChart chart(boolean logarithmic) {
    CategoryChart chart = new CategoryChart(Look.WIDTH, Look.HEIGHT);
    chart.setTitle(title);
    chart.setXAxisTitle(across);
    chart.setYAxisTitle(up);
    Look.apply(chart.getStyler(), List.copyOf(series.keySet()));
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Chart::plain);
    if (logarithmic) {
      chart.getStyler().setYAxisMin(decade(Math.floor(log(least()))));
      chart.getStyler().setYAxisMax(decade(Math.ceil(log(most()))));
    }
    return chart;
  }

  private void save(CategoryChart chart, Path file) throws IOException {
    List<String> labels = List.copyOf(steps.values());
    series.forEach(
        (peer, values) ->
            chart
                .addSeries(peer, labels, steps.keySet().stream().map(values::get).toList())
                .setMarker(SeriesMarkers.CIRCLE));
    Files.write(file, ChartEncoder.getBytes(chart, "svg"));
  }

  private double least() {
    return series.values().stream()
        .flatMap(values -> values.values().stream())
        .min(Double::compare)
        .orElseThrow();
  }

  private double most() {
    return series.values().stream()
        .flatMap(values -> values.values().stream())
        .max(Double::compare)
        .orElseThrow();
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  private static double log(double value) {
    return Math.log10(value);
  }

  private static double decade(double exponent) {
    return Math.pow(10, exponent);
  }

  /** 0.001 and 10,000 rather than powers. */
  static String plain(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(String.format(Locale.ROOT, "%.6f", value))
            .stripTrailingZeros()
            .toPlainString();
  }
}
