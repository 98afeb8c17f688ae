package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.worker.Frame.Kind;
import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** A pool as its callers see it: makes tasks of their calls. All else is the supervisor's. */
final class SupervisedPool implements WorkerPool {
  /** How far a stream may be ahead of its caller's demand. */
  private static final int STREAM_WINDOW = 256;

  private static final long CLOSE_SECONDS = 15;

  private final PoolSettings settings;
  private final Supervisor supervisor;

  SupervisedPool(PoolSettings settings) {
    this.settings = settings;
    this.supervisor = new Supervisor(settings);
  }

  void start() {
    supervisor.start();
  }

  @Override
  public <A, R> Mono<R> call(RemoteFunction<A, R> task, A argument) {
    Objects.requireNonNull(argument, "argument");
    return call(encoding(task), argument, settings.taskTimeout, false);
  }

  @Override
  public <A, R> Mono<R> call(RemoteFunction<A, R> task, A argument, Duration timeout) {
    Objects.requireNonNull(argument, "argument");
    return call(encoding(task), argument, PoolBuilder.positive("timeout", timeout), false);
  }

  @Override
  public <R> Mono<R> call(RemoteCallable<R> task) {
    return call(encoding(task), null, settings.taskTimeout, false);
  }

  private static Supplier<byte[]> encoding(Serializable task) {
    Objects.requireNonNull(task, "task");
    return () -> Functions.encode(task);
  }

  private <R> Mono<R> call(
      Supplier<byte[]> task, @Nullable Object argument, @Nullable Duration timeout, boolean waits) {
    return Mono.create(
        caller -> {
          CallTask<R> call = new CallTask<>(supervisor, waits, caller, settings.codec());
          caller.onCancel(call::cancel);
          supervisor.submit(
              call,
              () ->
                  new Order(
                      Kind.CALL,
                      task.get(),
                      argument == null ? null : encode(argument),
                      values(caller.contextView()),
                      timeout));
        });
  }

  private byte[] encode(Object argument) {
    return Payload.encode(settings.codec(), argument);
  }

  /** Of the keys that are to travel: what the caller's context has, else what its log has. */
  private Map<String, String> values(ContextView caller) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : settings.contextKeys) {
      Object value = caller.getOrDefault(key, null);
      String text = value == null ? settings.logContext().get(key) : value.toString();
      if (text != null) {
        values.put(key, text);
      }
    }
    return values;
  }

  @Override
  public <A, R> Flux<R> stream(RemoteStream<A, R> task, A argument) {
    Supplier<byte[]> function = encoding(task);
    Objects.requireNonNull(argument, "argument");
    Flux<byte[]> encoded =
        new Flux<>() {
          @Override
          public void subscribe(CoreSubscriber<? super byte[]> actual) {
            StreamTask stream = new StreamTask(supervisor, actual, settings.codec());
            actual.onSubscribe(stream);
            supervisor.submit(
                stream,
                () ->
                    new Order(
                        Kind.STREAM,
                        function.get(),
                        encode(argument),
                        values(actual.currentContext()),
                        settings.taskTimeout));
          }
        };
    // Requests so many at once and again, and delivers them as they are asked for.
    @SuppressWarnings("unchecked") // What the task's type says.
    Flux<R> items =
        encoded
            .publishOn(Schedulers.parallel(), STREAM_WINDOW)
            .map(item -> (R) Payload.decode(settings.codec(), item));
    return items;
  }

  @Override
  public <A, R> Function<Flux<A>, Flux<R>> map(RemoteFunction<A, R> task) {
    Supplier<byte[]> encoding = encoding(task);
    return arguments ->
        Flux.defer(
            () -> {
              Function<A, Mono<R>> call = waiting(encoding.get());
              return arguments.flatMap(call, inHand());
            });
  }

  @Override
  public <A, R> Function<Flux<A>, Flux<R>> mapSequential(RemoteFunction<A, R> task) {
    Supplier<byte[]> encoding = encoding(task);
    return arguments ->
        Flux.defer(
            () -> {
              Function<A, Mono<R>> call = waiting(encoding.get());
              return arguments.flatMapSequential(call, inHand());
            });
  }

  private <A, R> Function<A, Mono<R>> waiting(byte[] task) {
    return argument -> call(() -> task, argument, settings.taskTimeout, true);
  }

  /** Twice as many as are worked on, so that no worker waits for the next; and never all places. */
  private int inHand() {
    return (int) Math.min(2L * settings.size, (long) settings.size + settings.queueCapacity);
  }

  @Override
  public Mono<Void> drain(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout);
    }
    return Mono.defer(
        () -> {
          supervisor.drain();
          Disposable deadline =
              Schedulers.parallel()
                  .schedule(supervisor::close, Deadline.nanos(timeout), TimeUnit.NANOSECONDS);
          return gone().doOnTerminate(deadline::dispose);
        });
  }

  @Override
  public Mono<Void> ready() {
    return Mono.fromFuture(supervisor.ready(), true).publishOn(Schedulers.parallel());
  }

  @Override
  public Mono<Void> warmUp() {
    return Mono.defer(() -> Mono.fromFuture(supervisor.warmUp())).publishOn(Schedulers.parallel());
  }

  @Override
  public @Nullable SluiceException failure() {
    return supervisor.failure();
  }

  @Override
  public WorkerPoolStats stats() {
    return supervisor.stats();
  }

  @Override
  public void close() {
    supervisor.close();
    if (Schedulers.isInNonBlockingThread()) {
      return;
    }
    try {
      supervisor.gone().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      // What is left goes with this process.
    }
  }

  @Override
  public Mono<Void> closeAsync() {
    return Mono.defer(
        () -> {
          supervisor.close();
          return gone();
        });
  }

  private Mono<Void> gone() {
    return Mono.fromFuture(supervisor.gone(), true).publishOn(Schedulers.parallel());
  }

  @Override
  public String toString() {
    return "WorkerPool(" + settings.name + ", size " + settings.size + ')';
  }
}
