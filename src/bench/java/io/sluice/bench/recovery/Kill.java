package io.sluice.bench.recovery;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two writers and two readers at full speed, one of which is killed with -9: {@code
 * kill-<writer|reader>[-<heap>]}, where the heap is what the victim has touched, as in {@code 4g}.
 * The table shows how long after the kill the next item came to a survivor, and the longest time in
 * which none came to any of them, within 300 ms and in all the time that was observed; for
 * comparison, the longest within the 300 ms before, and the longest for a reader by itself. Where
 * each item goes to one reader they are counted, and none may be missing but the one that a dead
 * reader was being handed.
 */
public record Kill(String name, boolean writerDies, Heap heap) implements Experiment {
  private static final Pattern NAME = Pattern.compile("kill-(writer|reader)(?:-(\\d+[mg]))?");
  private static final int EACH = 2;
  private static final long WINDOW_NANOS = 300_000_000;

  /** Where a victim can be made to die in the middle of a write, the time to get there. */
  private static final long STALLING_MILLIS = 250;

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(
            new Kill(
                name,
                m.group(1).equals("writer"),
                new Heap(Optional.ofNullable(m.group(2)).orElse(""))))
        : Optional.empty();
  }

  @Override
  public List<String> peers(Options options) {
    return Crowd.Named.ALL.stream().map(Crowd.Named::name).filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    List<Child> children = new ArrayList<>();
    try (Workspace workspace = Workspace.create()) {
      try {
        return new Scene(peer, workspace.path(), children).play(options);
      } finally {
        children.forEach(Child::close);
      }
    }
  }

  /** One repetition. The victims are the first writer and the first reader. */
  private final class Scene {
    private final Crowd.Named crowd;
    private final Path workspace;
    private final List<Child> all;
    private final List<Child> writers = new ArrayList<>();
    private final List<Child> readers = new ArrayList<>();

    Scene(String peer, Path workspace, List<Child> all) {
      this.crowd = Crowd.Named.named(peer);
      this.workspace = workspace;
      this.all = all;
    }

    List<Reading> play(Options options) throws IOException, InterruptedException {
      Child host = child(KillWorker.HOST, "", List.of());
      String endpoint = host.expect(Protocol.READY);
      for (int i = 0; i < EACH; i++) {
        readers.add(child(KillWorker.READER + i, endpoint, heapOf(i, false)));
        writers.add(child(KillWorker.WRITER + i, endpoint, heapOf(i, true)));
      }
      for (Child each : all.subList(1, all.size())) {
        each.expect(Protocol.READY);
      }
      writers.forEach(writer -> writer.tell(Protocol.START));
      readers.forEach(reader -> reader.tell(Protocol.MARK));
      for (Child reader : readers) {
        // Not before it has got something: a JVM takes its time to start reading.
        reader.expect(Protocol.MARKED);
      }
      Thread.sleep(options.warmup().toMillis());
      long killed = kill();
      Thread.sleep(crowd.observed().toMillis());
      List<Reading> readings = readings(killed);
      if (crowd.queue()) {
        checkNothingLost(host);
      }
      return readings;
    }

    /** Returns when it was. */
    private long kill() throws InterruptedException {
      Child victim = (writerDies ? writers : readers).remove(0);
      if (writerDies) {
        victim.tell(KillWorker.STALL);
        Thread.sleep(STALLING_MILLIS);
      }
      long killed = System.nanoTime();
      victim.kill();
      return killed;
    }

    private List<Reading> readings(long killed) throws InterruptedException {
      Gaps joint = null;
      long slowest = 0;
      for (Child reader : readers) {
        reader.tell(KillWorker.GAPS + " " + (killed - WINDOW_NANOS));
        Gaps gaps = Gaps.ofNumbers(reader.expectNumbers(Protocol.RESULT));
        joint = joint == null ? gaps : joint.both(gaps);
        slowest = Math.max(slowest, gaps.longestBetween(killed, Long.MAX_VALUE));
      }
      Gaps survivors = Objects.requireNonNull(joint);
      return List.of(
          milliseconds("gap before", survivors.longestBetween(killed - WINDOW_NANOS, killed)),
          milliseconds("next item", survivors.nextAfter(killed)),
          milliseconds("gap in 300 ms", survivors.longestBetween(killed, killed + WINDOW_NANOS)),
          milliseconds("longest gap", survivors.longestBetween(killed, Long.MAX_VALUE)),
          milliseconds("slowest reader", slowest));
    }

    private void checkNothingLost(Child host) throws IOException, InterruptedException {
      writers.forEach(writer -> writer.tell(Protocol.STOP));
      long[] sent = new long[EACH];
      int firstAlive = EACH - writers.size();
      for (int i = firstAlive; i < EACH; i++) {
        sent[i] = writers.get(i - firstAlive).expectNumbers(Protocol.SENT)[0];
      }
      host.tell(Protocol.FINISH);
      long[] received = new long[EACH];
      for (Child reader : readers) {
        reader.tell(Protocol.FINISH);
        long[] numbers = reader.expectNumbers(Protocol.RECEIVED);
        for (int i = 0; i < EACH; i++) {
          received[i] += numbers[i];
        }
      }
      if (writerDies) {
        check(sent[1], received[1], 0);
      } else {
        long dead = Tally.read(workspace, KillWorker.READER + 0);
        check(sent[0] + sent[1], received[0] + received[1] + dead, 1);
      }
    }

    private void check(long sent, long received, long most) {
      if (received > sent || received < sent - most) {
        throw new IllegalStateException(
            crowd.name() + ": sent " + sent + " but received " + received);
      }
    }

    private List<String> heapOf(int index, boolean writer) throws IOException {
      return index == 0 && writer == writerDies ? heap.jvmArgs() : List.of();
    }

    private Child child(String childName, String endpoint, List<String> heapArgs)
        throws IOException {
      List<String> jvmArgs = new ArrayList<>(crowd.jvmArgs());
      jvmArgs.addAll(heapArgs);
      Child child =
          Child.start(
              crowd.name() + " " + childName,
              Commands.java(
                  jvmArgs,
                  KillWorker.class,
                  crowd.name(),
                  childName,
                  workspace.toString(),
                  endpoint));
      all.add(child);
      return child;
    }
  }

  private static Reading milliseconds(String metric, long nanos) {
    return new Reading(metric, Reading.Unit.MILLISECONDS, nanos / 1e6);
  }
}
