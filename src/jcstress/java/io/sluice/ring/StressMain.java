package io.sluice.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the stress tests, which have to pass, and then each weakened variant, which has to fail: a
 * test that cannot see the fault it is for proves nothing. Arguments are jcstress's own.
 */
public final class StressMain {
  private static final Path REPORTS = Path.of("target", "jcstress");
  private static final List<String> WEAKENED = List.of("WeakenedClaim", "WeakenedWakeUp");

  private StressMain() {}

  /**
   * Runs them all; ends with 1 if one does not behave.
   *
   * @param args for jcstress, such as {@code -m quick}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Files.createDirectories(REPORTS);
    boolean asExpected = run("ring\\..*Test", args) == 0;
    for (String weakened : WEAKENED) {
      boolean failed = run("ring\\." + weakened, args) != 0;
      System.out.println(weakened + (failed ? " fails, as it has to" : " was not seen to fail"));
      asExpected &= failed;
    }
    if (!asExpected) {
      System.exit(1);
    }
  }

  private static int run(String tests, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                tests,
                "-r",
                REPORTS.toAbsolutePath().toString(),
                // No more tries at a time than there are regions.
                "-strideSize",
                Integer.toString(Regions.TRIES_AT_A_TIME),
                "-strideCount",
                "1"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).directory(REPORTS.toFile()).inheritIO().start().waitFor();
  }
}
