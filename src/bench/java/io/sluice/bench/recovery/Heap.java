package io.sluice.bench.recovery;

import io.sluice.bench.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How much memory the process that is to die has touched: the kernel frees it before it speaks of
 * the death, so that a large heap makes it late.
 *
 * @param text as in {@code -Xmx}; empty for a JVM like the others
 */
record Heap(String text) {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";
  private static final long SPARE_KILOBYTES = 3L << 20;

  List<String> jvmArgs() throws IOException {
    if (text.isEmpty()) {
      return List.of();
    }
    if (availableKilobytes() < kilobytes() + SPARE_KILOBYTES) {
      throw new Refusal("too little memory for a process with a heap of " + text);
    }
    return List.of("-Xms" + text, "-Xmx" + text, "-XX:+AlwaysPreTouch");
  }

  private long kilobytes() {
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return text.toLowerCase(Locale.ROOT).endsWith("g") ? number << 20 : number << 10;
  }

  private static long availableKilobytes() throws IOException {
    if (Files.isReadable(MEMORY)) {
      for (String line : Files.readAllLines(MEMORY)) {
        if (line.startsWith(AVAILABLE)) {
          return Long.parseLong(line.substring(AVAILABLE.length()).strip().split(" ", -1)[0]);
        }
      }
    }
    return Long.MAX_VALUE;
  }
}
