package io.sluice.examples.offload;

import io.sluice.examples.CommandLine;
import io.sluice.examples.UsageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the job is to do.
 *
 * @param workers how many child JVMs
 * @param maxSize the bound of each of the two queues
 * @param rounds how often each line is hashed
 * @param text what to work on
 */
record Options(int workers, int maxSize, int rounds, Text text) {
  static final String HELP =
      """
      Usage: offload [--workers N] [--max-size N] [--rounds N] [FILE|DIRECTORY]...

      Sends text line by line through a bounded queue in shared memory to child JVMs, which count
      each line's words and hash it over and over; collects their reports from a second queue;
      then does it all again in one process and compares.

        --workers N    child JVMs, 1 to 256 (as many as there are processors, 2 at least)
        --max-size N   bound of each queue in items, 1 to 1000000 (64)
        --rounds N     how often each line is hashed, 1 to 100000000 (20000)
        --help         this text

      Without files: the legal notices and the configuration of the JDK that runs this.
      Directories are searched for text files, also through symbolic links.

      Try kill -9 on a worker while it runs. Exit code: 0 the answers are equal, 1 they are not or
      the job failed, 2 the options make no sense.\
      """;

  private static final int LEAST_WORKERS = 2;

  /** Reads a command line; empty when it asks for help. */
  static Optional<Options> parse(String[] args) throws UsageException {
    CommandLine line = CommandLine.parse(args, Set.of("workers", "max-size", "rounds"));
    if (line.help()) {
      return Optional.empty();
    }
    int processors = Runtime.getRuntime().availableProcessors();
    int workers = line.number("workers", Math.max(LEAST_WORKERS, processors), 1, 256);
    int maxSize = line.number("max-size", 64, 1, 1_000_000);
    int rounds = line.number("rounds", 20_000, 1, 100_000_000);
    Text text = line.rest().isEmpty() ? Text.ofThisJdk() : Text.of(paths(line.rest()));
    return Optional.of(new Options(workers, maxSize, rounds, text));
  }

  private static List<Path> paths(List<String> names) throws UsageException {
    List<Path> paths = new ArrayList<>();
    for (String name : names) {
      try {
        paths.add(Path.of(name));
      } catch (InvalidPathException e) {
        throw new UsageException("this is no file name: " + name);
      }
    }
    return paths;
  }
}
