package io.sluice.examples.offload;

import io.sluice.process.ChildJvm;
import io.sluice.queue.SharedQueue;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** The job as child JVMs do it: lines to them through one queue, reports back through another. */
final class Job implements Task, AutoCloseable {
  private final Options options;
  private final SharedQueue<Line> lines;
  private final SharedQueue<LineReport> reports;
  private final Team team;
  private final Tally tally = new Tally();

  Job(Options options, Screen screen) {
    this.options = options;
    this.lines = SharedQueue.create(options.maxSize(), Line.CODEC);
    this.reports = SharedQueue.create(options.maxSize(), LineReport.CODEC);
    this.team = new Team(this::startWorker, screen);
  }

  private ChildJvm startWorker(int number) {
    return ChildJvm.builder(Worker.class)
        .args(lines.address().toString(), reports.address().toString())
        .args(Integer.toString(number), Integer.toString(options.rounds()))
        .jvmArgs("-Xmx256m", "-XX:+UseSerialGC")
        .start();
  }

  /** Starts the workers. */
  List<Member> hire() {
    for (int i = 0; i < options.workers(); i++) {
      team.start();
    }
    return team.members();
  }

  @Override
  public String name() {
    return "offload";
  }

  /** Ends when every line has been reported and every worker has left. */
  @Override
  public Answer answer() {
    Mono<Void> work = Mono.when(send(), collect());
    Mono.firstWithSignal(work, team.gaveUp()).then(Mono.defer(team::end)).block();
    return tally.answer();
  }

  /** The queue's room paces the reading: no more than that is ever read ahead. */
  private Mono<Void> send() {
    return lines
        .sendAll(options.text().lines())
        .then(Mono.fromRunnable(lines::complete))
        // A line is settled once its report has been accepted, so after the last one none can come.
        .then(lines.join())
        .then(Mono.fromRunnable(reports::complete));
  }

  private Mono<Void> collect() {
    return reports
        .receive()
        .filter(tally::add)
        .doOnNext(report -> team.member(report.worker()).count())
        .then();
  }

  @Override
  public long done() {
    return tally.lines();
  }

  /** Where the other lines are, and who has done how many; the dead in brackets. */
  @Override
  public String details() {
    String counts =
        team.members().stream()
            .map(member -> (member.child().isAlive() ? "%,d" : "(%,d)").formatted(member.lines()))
            .collect(Collectors.joining(" "));
    return "  queue %d/%d, %d in work  workers %s"
        .formatted(lines.size(), lines.maxSize(), lines.inFlight(), counts);
  }

  List<Member> members() {
    return team.members();
  }

  @Override
  public void close() {
    team.close();
    lines.close();
    reports.close();
  }
}
