package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.ring.Engine;
import io.sluice.ring.FailureCause;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * A handle on a queue, whatever engine keeps its items. Not for users: for the library's other
 * packages, which bring engines of their own.
 *
 * @param <T> the items' type
 */
public final class EngineQueue<T> implements SharedQueue<T> {
  /**
   * How long {@code close} waits for others' work under this handle; what takes longer ends in the
   * background.
   */
  private static final long CLOSE_MILLIS = 1_000;

  static {
    // A handler on the doorbell's thread that waited would wait for that very thread: Reactor
    // refuses its block() too, then.
    Schedulers.registerNonBlockingThreadPredicate(SharedMemoryEngine::isServiceThread);
  }

  private final URI address;
  private final Engine engine;
  private final Scope scope;
  private final Encoder<T> encoder;
  private final Receiving<T> receiving;
  private final Blocking<T> blocking;
  private final PendingSends sends;

  /**
   * Makes a handle.
   *
   * @param address what its failures say, and {@link #address()}
   * @param codec how items become bytes
   * @param engine where they are; closed with the handle
   */
  public EngineQueue(URI address, Codec<T> codec, Engine engine) {
    this.address = address;
    this.engine = engine;
    this.scope = new Scope(address, engine);
    this.encoder = new Encoder<>(codec, engine.settings().maxItemSize());
    this.receiving = new Receiving<>(scope, codec);
    this.blocking = new Blocking<>(scope, encoder, receiving);
    this.sends = new PendingSends(scope);
  }

  static <T> EngineQueue<T> open(URI address, Codec<T> codec) {
    return new EngineQueue<>(
        address,
        codec,
        SharedMemoryEngine.open(address, QueueSettings.Kind.QUEUE, codec.fingerprint(), 0));
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public int maxSize() {
    return engine.settings().maxSize();
  }

  @Override
  public int size() {
    scope.check();
    return engine.size();
  }

  @Override
  public int inFlight() {
    scope.check();
    return engine.inFlight();
  }

  @Override
  public boolean isEmpty() {
    scope.check();
    return engine.isEmpty();
  }

  @Override
  public boolean isFull() {
    scope.check();
    return engine.isFull();
  }

  @Override
  public Flux<T> receive() {
    return receive(ReceiveOptions.defaults());
  }

  @Override
  public Flux<T> receive(ReceiveOptions options) {
    return new ReceiveFlux<>(
        Objects.requireNonNull(options, "options"),
        (actual, with) -> new PlainSubscription<>(receiving, actual, with));
  }

  @Override
  public Flux<Delivery<T>> receiveManualAck() {
    return receiveManualAck(ReceiveOptions.defaults());
  }

  @Override
  public Flux<Delivery<T>> receiveManualAck(ReceiveOptions options) {
    return new ReceiveFlux<>(
        Objects.requireNonNull(options, "options"),
        (actual, with) -> new DeliverySubscription<>(receiving, actual, with));
  }

  @Override
  public <R> Flux<R> process(
      Function<? super T, ? extends Publisher<? extends R>> handler, int concurrency) {
    Objects.requireNonNull(handler, "handler");
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be 1 or more: " + concurrency);
    }
    ReceiveOptions options = ReceiveOptions.defaults().withMaxInFlight(concurrency);
    return new Processing<T, R>(receiving, handler).of(receiveManualAck(options), concurrency);
  }

  @Override
  public Mono<T> receiveOne() {
    return new ReceiveOneMono<>(receiving, null);
  }

  @Override
  public Mono<T> receiveOne(Duration timeout) {
    return new ReceiveOneMono<>(receiving, Objects.requireNonNull(timeout, "timeout"));
  }

  @Override
  public Mono<Void> send(T item) {
    return new SendMono<>(scope, sends, encoder, Objects.requireNonNull(item, "item"), null);
  }

  @Override
  public Mono<Void> send(T item, Duration timeout) {
    return new SendMono<>(
        scope,
        sends,
        encoder,
        Objects.requireNonNull(item, "item"),
        Objects.requireNonNull(timeout, "timeout"));
  }

  @Override
  public Mono<Void> sendAll(Publisher<? extends T> items) {
    return new SendAllMono<>(scope, encoder, Objects.requireNonNull(items, "items"));
  }

  @Override
  public CoreSubscriber<T> subscriber() {
    return subscriber(new ProducerEnd());
  }

  /**
   * A subscriber that puts what it is sent, as {@link #sendAll} does.
   *
   * @param end told how it ends, like a subscriber of {@code sendAll}
   * @return a subscriber, for one subscription
   */
  public CoreSubscriber<T> subscriber(CoreSubscriber<? super Void> end) {
    return new SendAll<>(scope, encoder, end);
  }

  @Override
  public Sinks.Many<T> sink() {
    return new QueueSink<>(this);
  }

  @Override
  public void put(T item) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Blocking.checkMayBlock("put");
    blocking.offer(item, null);
  }

  @Override
  public boolean offer(T item) {
    return blocking.offer(Objects.requireNonNull(item, "item"));
  }

  @Override
  public boolean offer(T item, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(timeout, "timeout");
    Blocking.checkMayBlock("offer");
    return blocking.offer(item, timeout);
  }

  @Override
  public T take() throws InterruptedException {
    Blocking.checkMayBlock("take");
    T item = null;
    while (item == null) {
      item = blocking.poll(null);
    }
    return item;
  }

  @Override
  public @Nullable T poll() {
    return blocking.poll();
  }

  @Override
  public @Nullable T poll(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    Blocking.checkMayBlock("poll");
    return blocking.poll(timeout);
  }

  @Override
  public void complete() {
    scope.check();
    engine.complete();
  }

  @Override
  public void fail(Throwable cause) {
    FailureCause text = FailureCause.of(Objects.requireNonNull(cause, "cause"));
    scope.check();
    engine.fail(text);
  }

  boolean tryComplete() {
    return !scope.isClosed() && engine.complete();
  }

  boolean tryFail(Throwable cause) {
    FailureCause text = FailureCause.of(Objects.requireNonNull(cause, "cause"));
    return !scope.isClosed() && engine.fail(text);
  }

  boolean isEnded() {
    return scope.isClosed() || engine.isClosed();
  }

  QueueClosedException endedNow() {
    return scope.isClosed() ? scope.handleClosed() : scope.ended();
  }

  int subscriberCount() {
    return scope.count(ReceiveSubscription.class);
  }

  @Override
  public Mono<Void> join() {
    return new JoinMono(scope);
  }

  @Override
  public void close() {
    awaitGone(scope.close().whenComplete((done, failure) -> receiving.deadLetters.close()));
  }

  /**
   * Waits where that is allowed, for a second at most, until a handle's file was left, so that its
   * name is gone after a close that ends an anonymous one.
   *
   * @param gone completes then
   */
  public static void awaitGone(CompletionStage<Void> gone) {
    if (!Schedulers.isInNonBlockingThread()) {
      // A copy: for others it is not over when this one has waited long enough.
      CompletableFuture<Void> own = gone.toCompletableFuture().copy();
      own.completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS).join();
    }
  }

  @Override
  public String toString() {
    return "SharedQueue(" + address + ", maxSize " + maxSize() + ')';
  }
}
