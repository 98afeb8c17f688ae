package io.sluice.examples.webflux;

import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * Who works on what how far, for those who watch now. Nothing is kept: an upload that nobody
 * watches costs nothing, and who watches what does not exist hears nothing.
 *
 * <p>Thread-safe.
 */
@Component
class Progress {
  /** Uploads report at the same time, and a sink takes one at a time. */
  private static final Sinks.EmitFailureHandler TAKING_TURNS =
      Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1));

  /** Who reads too slowly misses some percents. */
  private final Sinks.Many<Report> reports = Sinks.many().multicast().directBestEffort();

  Progress() {}

  private record Report(String upload, int percent) {}

  void report(String upload, int percent) {
    reports.emitNext(new Report(upload, percent), TAKING_TURNS);
  }

  /** Percents from now on, and at once a 0 that says that the next ones will be seen. */
  Flux<Integer> of(String upload) {
    return reports
        .asFlux()
        .filter(report -> report.upload().equals(upload))
        .map(Report::percent)
        // Of those that come too fast the last one is not lost: it may be the end.
        .onBackpressureLatest()
        .startWith(0);
  }
}
