package io.sluice.examples.offload;

import io.sluice.SluiceException;
import io.sluice.examples.UsageException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads text, has child JVMs work on it line by line, and proves that the result is that of one
 * process. {@link Job} is the heart of it, {@link Worker} the other side.
 */
public final class Offload {
  private static final int DIFFERENT_OR_FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Options options;
  private final Screen screen = Screen.ofThisProcess();
  private final long total;

  private Offload(Options options) {
    this.options = options;
    this.total = Objects.requireNonNull(options.text().count().block());
  }

  /** {@code --help} tells the options. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      Optional<Options> options = Options.parse(args);
      if (options.isEmpty()) {
        System.out.println(Options.HELP);
        return 0;
      }
      return new Offload(options.get()).run() ? 0 : DIFFERENT_OR_FAILED;
    } catch (UsageException e) {
      System.err.println("offload: " + e.getMessage() + "; --help tells the options");
      return WRONG_USAGE;
    } catch (SluiceException | IllegalStateException | UncheckedIOException e) {
      System.err.println("offload: " + e.getMessage());
      return DIFFERENT_OR_FAILED;
    }
  }

  private boolean run() {
    try (Job job = new Job(options, screen)) {
      Outcome shared = Outcome.of(() -> ask(job));
      Outcome alone = Outcome.of(() -> new Progress(screen, new Check(options), total).answer());
      screen.note(Summary.of(shared, job.members(), alone));
      return shared.answer().equals(alone.answer());
    }
  }

  private Answer ask(Job job) {
    screen.note(
        "%,d lines in %,d %s; %s"
            .formatted(
                total,
                options.text().files(),
                options.text().files() == 1 ? "file" : "files",
                job.hire().stream().map(Member::toString).collect(Collectors.joining(", "))));
    return new Progress(screen, job, total).answer();
  }
}
