package io.sluice.examples.offload;

import io.sluice.queue.SharedQueue;
import java.net.URI;
import reactor.core.publisher.Mono;

/**
 * The main class of a child JVM: takes lines, sends reports, and ends when no line is left and none
 * can come back.
 */
final class Worker {
  /** One at a time: a worker that is killed leaves one line to the others. */
  private static final int AT_A_TIME = 1;

  private Worker() {}

  /** Takes the lines' address, the reports' address, this worker's number and the rounds. */
  public static void main(String[] args) {
    int number = Integer.parseInt(args[2]);
    LineWork work = new LineWork(Integer.parseInt(args[3]));
    try (SharedQueue<Line> lines = SharedQueue.open(URI.create(args[0]), Line.CODEC);
        SharedQueue<LineReport> reports = SharedQueue.open(URI.create(args[1]), LineReport.CODEC)) {
      // A line is acknowledged when its report has been accepted. Until then it is in flight, and
      // goes to another worker should this one die.
      lines
          .process(
              line -> Mono.fromCallable(() -> work.report(line, number)).flatMap(reports::send),
              AT_A_TIME)
          .then()
          .block();
    }
  }
}
