package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many CPUs were taken, since the start, by processes that are none of ours: what makes a
 * repetition worthless. Read from Linux's own accounts; elsewhere unknown.
 *
 * @param busy ticks of all CPUs that were not idle, those stolen by the hypervisor included
 * @param all ticks of all CPUs
 * @param own ticks of this process and of its children that have ended
 */
record OtherLoad(long busy, long all, long own) {
  private static final Path SYSTEM = Path.of("/proc/stat");
  private static final Path SELF = Path.of("/proc/self/stat");

  static OtherLoad start() throws IOException {
    if (!Files.isReadable(SYSTEM) || !Files.isReadable(SELF)) {
      return new OtherLoad(0, 0, 0);
    }
    // cpu user nice system idle iowait irq softirq steal (guests are in user already)
    String[] system = Files.readAllLines(SYSTEM).get(0).split(" +", -1);
    long all = 0;
    for (int field = 1; field <= 8; field++) {
      all += Long.parseLong(system[field]);
    }
    long idle = Long.parseLong(system[4]) + Long.parseLong(system[5]);
    return new OtherLoad(all - idle, all, ownTicks());
  }

  /** In CPUs; {@code NaN} where it is unknown. */
  double untilNow() throws IOException {
    OtherLoad now = start();
    double others = (now.busy - busy) - (now.own - own);
    return Math.max(0, others) / (now.all - all) * Runtime.getRuntime().availableProcessors();
  }

  private static long ownTicks() throws IOException {
    String line = Files.readString(SELF);
    // The second field is the program's name in parentheses and may hold blanks. utime is field 14,
    // cstime 17.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).strip().split(" ", -1);
    long ticks = 0;
    for (int field = 14; field <= 17; field++) {
      ticks += Long.parseLong(fields[field - 3]);
    }
    return ticks;
  }
}
