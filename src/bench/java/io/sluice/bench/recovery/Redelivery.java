package io.sluice.bench.recovery;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long after kill -9 of a process another one has what it held, 16 unsettled deliveries: {@code
 * redelivery[-<heap>]}. Nobody can know of a death before the kernel says so; when it does is seen
 * by a file's lock that the victim held, too.
 */
public record Redelivery(String name, Heap heap) implements Experiment {
  private static final Pattern NAME = Pattern.compile("redelivery(?:-(\\d+[mg]))?");
  private static final String PEER = "sluice";
  private static final long LOOK_NANOS = 200_000;

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new Redelivery(name, new Heap(Optional.ofNullable(m.group(1)).orElse(""))))
        : Optional.empty();
  }

  @Override
  public List<String> peers(Options options) {
    return options.wants(PEER) ? List.of(PEER) : List.of();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Child survivor = child(List.of(), RedeliveryWorker.SURVIVOR, workspace.path().toString())) {
      String endpoint = survivor.expect(Protocol.READY);
      Path witness = workspace.path().resolve("witness");
      try (Child victim =
          child(heap.jvmArgs(), RedeliveryWorker.VICTIM, endpoint, witness.toString())) {
        victim.expect(Protocol.READY);
        survivor.tell(Protocol.START);
        survivor.expect(Protocol.READY);
        // Until the survivor sleeps.
        Thread.sleep(options.warmup().toMillis());
        return readings(victim, survivor, witness);
      }
    }
  }

  private static List<Reading> readings(Child victim, Child survivor, Path witness)
      throws IOException, InterruptedException {
    long killed = System.nanoTime();
    victim.kill();
    long released = awaitRelease(witness);
    long[] arrivals = survivor.expectNumbers(Protocol.RESULT);
    return List.of(
        milliseconds("kernel's release", released - killed),
        milliseconds("first redelivered", arrivals[0] - killed),
        milliseconds("last redelivered", arrivals[1] - killed),
        milliseconds("after release", Math.max(0, arrivals[1] - released)));
  }

  private static long awaitRelease(Path witness) throws IOException {
    try (FileChannel channel = FileChannel.open(witness, StandardOpenOption.WRITE)) {
      while (channel.tryLock() == null) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      return System.nanoTime();
    }
  }

  private static Child child(List<String> heapArgs, String... args) throws IOException {
    List<String> jvmArgs = new ArrayList<>(heapArgs);
    return Child.start(args[0], Commands.java(jvmArgs, RedeliveryWorker.class, args));
  }

  private static Reading milliseconds(String metric, long nanos) {
    return new Reading(metric, Reading.Unit.MILLISECONDS, nanos / 1e6);
  }
}
