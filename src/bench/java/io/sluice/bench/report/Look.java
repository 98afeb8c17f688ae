package io.sluice.bench.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** How all charts look; a peer has the same colour in each of them. */
final class Look {
  static final int WIDTH = 900;
  static final int HEIGHT = 520;

  private static final Color INK = new Color(0x33, 0x33, 0x33);
  private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);

  // Okabe and Ito's colours, which most people can tell apart; ours are the blues.
  private static final Map<String, Color> COLOURS =
      Map.ofEntries(
          Map.entry("sluice", new Color(0x00, 0x72, 0xb2)),
          Map.entry("sluice-blocking", new Color(0x56, 0xb4, 0xe9)),
          Map.entry("sluice-immediate", new Color(0x00, 0x3f, 0x6b)),
          Map.entry("sluice-ack", new Color(0x00, 0x3f, 0x6b)),
          Map.entry("pipe", new Color(0x00, 0x72, 0xb2)),
          Map.entry("pipe-blocking", new Color(0x56, 0xb4, 0xe9)),
          Map.entry("pipe-immediate", new Color(0x00, 0x3f, 0x6b)),
          Map.entry("ring", new Color(0x8a, 0x9b, 0xa8)),
          Map.entry("aeron", new Color(0xd5, 0x5e, 0x00)),
          Map.entry("aeron-kept", new Color(0xf0, 0xa0, 0x6a)),
          Map.entry("chronicle", new Color(0x00, 0x9e, 0x73)),
          Map.entry("rsocket", new Color(0xcc, 0x79, 0xa7)),
          Map.entry("socket", new Color(0xe6, 0x9f, 0x00)),
          Map.entry("python", new Color(0x7a, 0x5c, 0x3a)));
  private static final Color OTHER = new Color(0x99, 0x99, 0x99);

  private Look() {}

  static void apply(AxesChartStyler styler, List<String> peers) {
    Font base = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setSeriesColors(peers.stream().map(Look::colour).toArray(Color[]::new));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(base.deriveFont(Font.BOLD, 15f));
    styler.setLegendFont(base);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setAxisTitleFont(base);
    styler.setAxisTickLabelsFont(base.deriveFont(12f));
    styler.setAxisTickLabelsColor(INK);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotBorderVisible(false);
    styler.setMarkerSize(7);
    noLocalDigits(styler);
  }

  static Color colour(String peer) {
    return COLOURS.getOrDefault(peer, OTHER);
  }

  private static void noLocalDigits(Styler styler) {
    styler.setLocale(Locale.ROOT);
  }
}
