package io.sluice.worker;

import io.sluice.process.ChildJvm;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** How worker processes are started: the user's options behind, so that they win over ours. */
final class WorkerJvm {
  private static final String ERROR_FILE = "-XX:ErrorFile=";

  private final List<String> options;

  WorkerJvm(List<String> chosen) {
    List<String> all = new ArrayList<>();
    // A JVM that lacks memory is of no use to the next task.
    all.add("-XX:+ExitOnOutOfMemoryError");
    // Not into the application's working directory.
    all.add(
        ERROR_FILE
            + new File(System.getProperty("java.io.tmpdir", "."), "hs_err_pid%p.log")
                .getAbsolutePath());
    all.addAll(chosen);
    this.options = List.copyOf(all);
  }

  ChildJvm start(String address) {
    return ChildJvm.builder(WorkerMain.class)
        .jvmArgs(options.toArray(String[]::new))
        .args(address)
        .start();
  }
}
