package io.sluice.bench.cost;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a queue costs when there are many: {@code queues-<number>}. One JVM creates them and
 * subscribes to each; another one opens them and puts an item into each in turn.
 */
public record ManyQueues(String name, int queues) implements Experiment {
  private static final Pattern NAME = Pattern.compile("queues-(\\d+)");
  private static final String PEER = "sluice";

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new ManyQueues(name, Integer.parseInt(m.group(1))))
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
        Child receiver = child(ManyQueuesWorker.RECEIVE, workspace)) {
      receiver.expect(Protocol.READY);
      try (Child sender = child(ManyQueuesWorker.SEND, workspace)) {
        sender.expect(Protocol.READY);
        Thread.sleep(options.warmup().toMillis());
        long[] first = mark(receiver);
        Thread.sleep(options.window().toMillis());
        long[] last = mark(receiver);
        sender.tell(Protocol.STOP);
        sender.expect(Protocol.SENT);
        long[] costs = cost(receiver);
        double perSecond = (last[1] - first[1]) * 1e9 / (last[0] - first[0]);
        return List.of(
            new Reading("throughput", Reading.Unit.MILLION_PER_SECOND, perSecond / 1e6),
            new Reading("to create each", Reading.Unit.MICROSECONDS, costs[0] / 1e3 / queues),
            new Reading("threads more", Reading.Unit.COUNT, costs[1]),
            new Reading("heap each", Reading.Unit.BYTES, (double) costs[2] / queues));
      }
    }
  }

  private static long[] mark(Child receiver) throws InterruptedException {
    receiver.tell(Protocol.MARK);
    return receiver.expectNumbers(Protocol.MARKED);
  }

  private static long[] cost(Child receiver) throws InterruptedException {
    receiver.tell(Protocol.FINISH);
    return receiver.expectNumbers(Protocol.RESULT);
  }

  private Child child(String role, Workspace workspace) throws IOException {
    return Child.start(
        role,
        Commands.java(
            List.of(),
            ManyQueuesWorker.class,
            role,
            workspace.path().toString(),
            String.valueOf(queues)));
  }
}
