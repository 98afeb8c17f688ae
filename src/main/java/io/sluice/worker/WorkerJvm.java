package io.sluice.worker;

import io.sluice.process.ChildJvm;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How worker processes are started: the user's options come last, so that they win over ours. */
final class WorkerJvm {
  private static final System.Logger LOG = System.getLogger(WorkerJvm.class.getPackageName());

  private static final long SMALL_HEAP = 1L << 30;
  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

  private final List<String> options;

  WorkerJvm(List<String> chosen, int workers) {
    List<String> all = new ArrayList<>();
    // A JVM that lacks memory is of no use to the next task.
    all.add("-XX:+ExitOnOutOfMemoryError");
    // Not into the application's working directory.
    all.add("-XX:ErrorFile=" + new File(temporary(), "hs_err_pid%p.log").getAbsolutePath());
    addHeap(all, chosen, workers);
    all.addAll(chosen);
    this.options = List.copyOf(all);
  }

  private static String temporary() {
    return System.getProperty("java.io.tmpdir", ".");
  }

  private static void addHeap(List<String> options, List<String> chosen, int workers) {
    HeapBudget budget = HeapBudget.here(workers);
    if (budget == null) {
      return;
    }
    List<String> said = new ArrayList<>(HeapBudget.inherited());
    said.addAll(chosen);
    Long heap = budget.chosen(said);
    if (heap == null) {
      heap = budget.heap();
      options.add("-Xmx" + heap);
    }
    if (heap <= SMALL_HEAP && said.stream().noneMatch(it -> COLLECTOR.matcher(it).matches())) {
      // Up sooner, with fewer threads, and there is but one task that it stops.
      options.add("-XX:+UseSerialGC");
    }
    if (!budget.fits(heap)) {
      LOG.log(System.Logger.Level.WARNING, budget.warning(heap));
    }
  }

  ChildJvm start(String address) {
    return ChildJvm.builder(WorkerMain.class)
        .jvmArgs(options.toArray(String[]::new))
        .args(address)
        .start();
  }
}
