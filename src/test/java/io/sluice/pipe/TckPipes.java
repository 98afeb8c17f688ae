package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The pipes of one verification: made for its tests, closed after the last one. */
final class TckPipes implements AutoCloseable {
  /** Few, so that a subscriber's demand can be directed. */
  static final int PIECES = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofMillis(60);
  private static final Duration POLL = Duration.ofMillis(10);

  private final List<SimplexPipe<Long>> open = new CopyOnWriteArrayList<>();

  static TestEnvironment environment() {
    return new TestEnvironment(PATIENCE.toMillis(), SILENCE.toMillis(), POLL.toMillis());
  }

  SimplexPipe<Long> create() {
    SimplexPipe<Long> pipe =
        SimplexPipe.builder(Codec.kryo(Long.class)).capacity(PIECES * 4096).create();
    open.add(pipe);
    return pipe;
  }

  /** A pipe without room. */
  SimplexPipe<Long> full() {
    SimplexPipe<Long> pipe = create();
    for (long filler = -PIECES; filler < 0; filler++) {
      pipe.writer().offer(filler);
    }
    return pipe;
  }

  /** Writes numbers as there is room, and then completes. */
  static void feed(SimplexPipe<Long> pipe, long count) {
    Flux<Long> numbers =
        Flux.generate(
            () -> 0L,
            (next, sink) -> {
              sink.next(next);
              return next + 1;
            });
    (count == Long.MAX_VALUE ? numbers : numbers.take(count)).subscribe(pipe.writer().subscriber());
  }

  /** A publisher of a handle that is closed. */
  Publisher<Long> failed() {
    SimplexPipe<Long> pipe = create();
    pipe.reader().close();
    return pipe.reader().receive();
  }

  @Override
  public void close() {
    open.forEach(SimplexPipe::close);
  }
}
