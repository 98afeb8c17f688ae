package io.sluice.examples.webflux;

import io.sluice.worker.WorkerPool;
import io.sluice.worker.WorkerPoolStats;
import java.time.Duration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The page, and what it shows as it happens. */
@RestController
class Live {
  private static final Duration BETWEEN_STATS = Duration.ofMillis(250);

  private final WorkerPool pool;
  private final Places places;
  private final Progress progress;

  /** Streams have no end of their own, and a server that shuts down gracefully waits for that. */
  private final Sinks.Empty<Void> closing = Sinks.empty();

  Live(WorkerPool pool, Reception reception, Progress progress) {
    this.pool = pool;
    this.places = reception.places();
    this.progress = progress;
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  Resource page() {
    return new ClassPathResource("index.html", Live.class);
  }

  /** Answers as long as the event loop is free, whatever the workers do. */
  @GetMapping("/ping")
  String ping() {
    return "pong";
  }

  /**
   * What the service does now.
   *
   * @param uploads how many are in hand, from their heads to their answers
   * @param refused how many there was no place for
   * @param pool what the workers do
   */
  record Now(int uploads, long refused, WorkerPoolStats pool) {}

  /** Server-sent events: what the service does, four times a second. */
  @GetMapping(path = "/workers", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<Now> workers() {
    return Flux.interval(Duration.ZERO, BETWEEN_STATS)
        .onBackpressureDrop()
        .map(tick -> new Now(places.taken(), places.refused(), pool.stats()))
        .takeUntilOther(closing.asMono());
  }

  /** Server-sent events: the percents of the upload that will name this id. */
  @GetMapping(path = "/progress", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<Integer> progress(@RequestParam("id") String id) {
    return progress.of(id).takeUntilOther(closing.asMono());
  }

  /** Comes before the server stops. */
  @EventListener(ContextClosedEvent.class)
  void endStreams() {
    closing.tryEmitEmpty();
  }
}
