package io.sluice.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much heap a worker may have, so that the machine, or the container, has room for all of them
 * and for this process. Left to themselves each JVM takes a quarter of the memory for its heap, and
 * four of them with their parent more than there is: the kernel then kills one of them.
 *
 * @param memory of the machine or the container, in bytes
 * @param own the most that this process's heap may become
 * @param workers how many there may be
 */
record HeapBudget(long memory, long own, int workers) {
  private static final long MIB = 1 << 20;

  /** What a JVM needs beside its heap: code, classes, threads. */
  private static final long BESIDE_HEAP = 64 * MIB;

  private static final long LEAST_HEAP = 32 * MIB;

  /** What a JVM takes of the memory when nobody says anything. */
  private static final int USUAL_PART = 4;

  private static final Pattern HEAP =
      Pattern.compile("-(?:Xmx|XX:MaxHeapSize=)(\\d+)([kmgtKMGT]?)");
  private static final Pattern PART = Pattern.compile("-XX:MaxRAMPercentage=([0-9.]+)");
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /** That of this process; null where its memory is not known. */
  static @Nullable HeapBudget here(int workers) {
    try {
      long memory =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
      return memory <= 0 ? null : new HeapBudget(memory, Runtime.getRuntime().maxMemory(), workers);
    } catch (LinkageError | RuntimeException notInThisJdk) {
      return null;
    }
  }

  /** What workers inherit by the environment. */
  static List<String> inherited() {
    List<String> options = new ArrayList<>();
    for (String variable : VARIABLES) {
      String value = System.getenv(variable);
      if (value != null) {
        options.addAll(List.of(value.strip().split("\\s+")));
      }
    }
    return options;
  }

  /** The heap that these options allow, in bytes; null if they do not say. */
  @Nullable Long chosen(List<String> options) {
    Long heap = null;
    for (String option : options) {
      Matcher size = HEAP.matcher(option);
      Matcher part = PART.matcher(option);
      if (size.matches()) {
        heap = Long.parseLong(size.group(1)) << shift(size.group(2));
      } else if (part.matches()) {
        heap = (long) (memory / 100.0 * Double.parseDouble(part.group(1)));
      }
    }
    return heap;
  }

  private static int shift(String unit) {
    return unit.isEmpty() ? 0 : 10 * ("kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
  }

  /** The heap for each worker whose options say nothing: the usual one, if there is room for it. */
  long heap() {
    long each = (memory - own - BESIDE_HEAP) / workers - BESIDE_HEAP;
    return Math.max(LEAST_HEAP, Math.min(memory / USUAL_PART, each)) / MIB * MIB;
  }

  /** Whether there is room for workers of such a heap. */
  boolean fits(long heap) {
    return own + BESIDE_HEAP + workers * (heap + BESIDE_HEAP) <= memory;
  }

  /** For the log. */
  String warning(long heap) {
    return workers
        + " workers with a heap of "
        + heap / MIB
        + " MiB each and this process with "
        + own / MIB
        + " MiB do not fit into "
        + memory / MIB
        + " MiB of memory: processes may be killed. Choose a smaller -Xmx in jvmArgs, or fewer"
        + " workers";
  }
}
