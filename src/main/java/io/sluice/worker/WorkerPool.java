package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * A pool of child JVMs that run tasks for this one, each one task at a time, behind a bounded
 * queue.
 *
 * <pre>{@code
 * try (WorkerPool pool = WorkerPool.builder().size(4).queueCapacity(64).build()) {
 *   byte[] thumbnail = pool.call(Thumbnails::make, image).block();
 * }
 * }</pre>
 *
 * <p><b>Tasks</b> are method references, lambdas or objects of classes that the worker finds on its
 * class path, which is this process's; they travel by Java serialization with what they capture.
 * Arguments and results are copies, made by Kryo; their classes need no registration unless {@link
 * Builder#codec} says otherwise. Null arguments are a {@link NullPointerException} at the caller.
 *
 * <p><b>Admission.</b> {@code size + queueCapacity} calls are accepted at a time, exactly, also
 * while workers are being started or replaced; one more ends at once with {@link
 * PoolOverloadedException}. A call counts from its subscription until it ends for its subscriber,
 * or is cancelled.
 *
 * <p><b>How a call ends</b>, other than with its result:
 *
 * <ul>
 *   <li>{@link PoolOverloadedException}, {@link PoolClosedException}: it was not accepted; or the
 *       pool was closed before it had ended;
 *   <li>{@link io.sluice.CodecException}, {@link io.sluice.ItemTooLargeException}: the task, its
 *       argument or its result cannot be sent, or is longer than 256 MiB;
 *   <li>{@link RemoteTaskException}: the task threw something. The worker goes on;
 *   <li>{@link TaskTimeoutException}: it ran for too long. The worker is killed and replaced;
 *   <li>{@link WorkerCrashedException}: its worker died, of the task or of something else: {@code
 *       System.exit}, a crash of the JVM, lack of memory, {@code kill -9}. No other call is
 *       concerned. With {@link Builder#maxAttempts} it is begun again, and ends in {@link
 *       PoisonTaskException} when that does not help;
 *   <li>{@link WorkerCrashedException} or {@link io.sluice.SluiceException}: no worker can be
 *       started, with what the last one said. New ones are tried ever more rarely.
 * </ul>
 *
 * <p><b>Laziness and threads.</b> All methods that return publishers are lazy: each subscription is
 * a new task. The task and its argument are encoded on the subscribing thread; nothing ever waits
 * there. Results and errors are delivered on {@code Schedulers.parallel()}. Task time-outs run
 * there too, so that virtual time moves them.
 *
 * <p><b>Cancelling</b> a call that waits means that it never runs. One that runs is interrupted; if
 * its worker has not ended it within {@link Builder#cancelGrace} the worker is killed and replaced.
 * Cancelling a call that has ended does nothing.
 *
 * <p><b>Workers</b> run on the same class path, with the JVM options of {@link Builder#jvmArgs}.
 * What they print goes to the {@link System.Logger} {@code io.sluice.worker.output}, with the
 * worker's name and process id. They pass over SIGTERM and SIGINT, so that a signal to the whole
 * group of processes leaves it to this one to let calls finish; and they never outlive it, however
 * it ends. A worker that ends by itself, is killed by the pool or is let go takes the processes
 * along that its tasks have started; one that is killed by somebody else, or halts, cannot.
 *
 * <p>Thread-safe.
 */
public interface WorkerPool extends AutoCloseable {
  /**
   * Starts to describe a pool.
   *
   * @return a builder with the defaults, for one thread
   */
  static Builder builder() {
    return new PoolBuilder();
  }

  /**
   * Lets a caller see what its tasks {@linkplain TaskContext#report report}: {@code
   * pool.call(Films::render, film).contextWrite(WorkerPool.onProgress(bar::show))}. Also for {@link
   * #stream} and {@link #map}.
   *
   * @param listener gets each report, in order and before the result, on {@code
   *     Schedulers.parallel()}; it must not block
   * @return for {@code contextWrite}
   */
  static Function<Context, Context> onProgress(Consumer<Object> listener) {
    Objects.requireNonNull(listener, "listener");
    return context -> context.put(Delivery.PROGRESS, listener);
  }

  /**
   * Runs a task in a worker, within the pool's {@code taskTimeout}.
   *
   * @param <A> the argument's type
   * @param <R> the result's type
   * @param task what to do
   * @param argument what with; encoded at each subscription
   * @return a cold Mono of the result, empty when that is null
   */
  <A, R> Mono<R> call(RemoteFunction<A, R> task, A argument);

  /**
   * Runs a task in a worker, within a time of its own.
   *
   * @param <A> the argument's type
   * @param <R> the result's type
   * @param task what to do
   * @param argument what with; encoded at each subscription
   * @param timeout how long it may run, from the moment that a worker gets it; waiting does not
   *     count
   * @return a cold Mono of the result, empty when that is null
   */
  <A, R> Mono<R> call(RemoteFunction<A, R> task, A argument, Duration timeout);

  /**
   * Runs a task without an argument in a worker, within the pool's {@code taskTimeout}.
   *
   * @param <R> the result's type
   * @param task what to do
   * @return a cold Mono of the result, empty when that is null
   */
  <R> Mono<R> call(RemoteCallable<R> task);

  /**
   * Runs a task that has a stream of results in a worker. Demand crosses the border: the publisher
   * there is asked for at most 256 items ahead of the demand here. Cancelling cancels it, and
   * interrupts the worker's task thread. {@code taskTimeout} is the longest that the stream may owe
   * an item or its end: it begins anew with each item, and stands still while nothing is requested.
   * A stream that has brought an item is not begun again when its worker dies.
   *
   * @param <A> the argument's type
   * @param <R> the results' type
   * @param task what to do
   * @param argument what with; encoded at each subscription
   * @return a cold Flux of the results
   */
  <A, R> Flux<R> stream(RemoteStream<A, R> task, A argument);

  /**
   * Runs a task for each item of a Flux, {@code flux.transform(pool.map(Thumbnails::make))}, and
   * brings results as they arrive. Never overloads the pool: it has at most twice {@code size}
   * items in hand, and waits where others have taken all places. The first failure cancels the rest
   * and fails the Flux. An empty result brings nothing.
   *
   * @param <A> the arguments' type
   * @param <R> the results' type
   * @param task what to do with each item
   * @return for {@code transform}
   */
  <A, R> Function<Flux<A>, Flux<R>> map(RemoteFunction<A, R> task);

  /**
   * As {@link #map}, with the results in the order of the arguments.
   *
   * @param <A> the arguments' type
   * @param <R> the results' type
   * @param task what to do with each item
   * @return for {@code transform}
   */
  <A, R> Function<Flux<A>, Flux<R>> mapSequential(RemoteFunction<A, R> task);

  /**
   * How the start went. Hot: workers start when the pool is built; replayed.
   *
   * @return completes, on {@code Schedulers.parallel()}, once as many workers are ready as the pool
   *     keeps; fails with what calls would end with if none can be started
   */
  Mono<Void> ready();

  /**
   * Sees to it that a worker is there: starts one if the pool keeps none just now. An application
   * that does so before it takes requests learns in time when there cannot be any.
   *
   * @return a cold Mono that completes, on {@code Schedulers.parallel()}, once a worker is ready,
   *     which is at once when there is one; fails with what calls end with if none can be started,
   *     or when the pool is closed. Cancelling it stops nothing
   */
  Mono<Void> warmUp();

  /**
   * What is wrong with the pool: the error with which each call ends at present, apart from {@link
   * PoolOverloadedException}, which says nothing against a pool. Thread-safe and without any
   * waiting, so that it suits health checks.
   *
   * @return {@link PoolClosedException} once the pool is closed or drains; what the last worker
   *     said when none can be started; null when calls are accepted. A snapshot
   */
  @Nullable SluiceException failure();

  /**
   * Closes the pool as soon as it has nothing to do: from the subscription on new calls end with
   * {@link PoolClosedException}, while those that are queued or running finish, for so long. The
   * rest then ends with {@link PoolClosedException}. Cancelling does not stop it.
   *
   * @param timeout how long; zero is at once
   * @return completes, on {@code Schedulers.parallel()}, when the pool is closed and nothing is
   *     left of it
   */
  Mono<Void> drain(Duration timeout);

  /**
   * What the pool does now and has done.
   *
   * @return a snapshot
   */
  WorkerPoolStats stats();

  /**
   * Closes the pool: all calls that have not ended end with {@link PoolClosedException}. Returns
   * when no process, thread or file is left of it: busy workers are killed, idle ones run their
   * shutdown hooks, for which they have five seconds. On a thread that must not block it returns at
   * once. Closing twice is harmless.
   */
  @Override
  void close();

  /**
   * As {@link #close()}, from the subscription on; cancelling does not stop it.
   *
   * @return completes, on {@code Schedulers.parallel()}, when nothing is left of the pool
   */
  Mono<Void> closeAsync();

  /** What each worker does before its first task. */
  @FunctionalInterface
  interface Initializer extends Serializable {
    /**
     * Runs in the worker, on its task thread.
     *
     * @throws Exception anything: the worker then counts as one that did not start
     */
    void run() throws Exception;
  }

  /** Describes a pool. Not thread-safe; each {@link #build()} makes another pool. */
  interface Builder {
    /**
     * The pool's name in logs and threads; {@code pool} unless it is set.
     *
     * @param name the name
     * @return this
     */
    Builder name(String name);

    /**
     * How many tasks run at a time, and with it how many workers there are. As many as processors
     * unless it is set.
     *
     * @param workers 1 or more
     * @return this
     */
    Builder size(int workers);

    /**
     * Makes the pool elastic: it keeps so many workers and starts more, up to {@code size}, as
     * tasks come. Those beyond are ended after {@link #idleTimeout}, if that is set.
     *
     * @param workers 0 to {@code size}; unset it is {@code size}, or 0 with an {@code idleTimeout}
     * @return this
     */
    Builder minSize(int workers);

    /**
     * Keeps workers ready beyond those that are needed, so that none has to be waited for when one
     * ends or more are wanted. They run no tasks beyond {@code size}. None unless it is set.
     *
     * @param workers 0 or more
     * @return this
     */
    Builder warmSpares(int workers);

    /**
     * How many calls may wait while {@code size} others run; 64 unless it is set.
     *
     * @param calls 0 or more
     * @return this
     */
    Builder queueCapacity(int calls);

    /**
     * How long a task may run, from the moment that a worker gets it. No limit unless it is set.
     *
     * @param timeout the limit
     * @return this
     */
    Builder taskTimeout(Duration timeout);

    /**
     * How long a worker may take to be ready, its initializer included; a minute unless it is set.
     *
     * @param timeout the limit
     * @return this
     */
    Builder startupTimeout(Duration timeout);

    /**
     * Ends workers that have had nothing to do for so long, down to {@link #minSize}. They stay
     * unless it is set.
     *
     * @param timeout how long
     * @return this
     */
    Builder idleTimeout(Duration timeout);

    /**
     * How long a cancelled task has after its interrupt, before its worker is killed; a second
     * unless it is set.
     *
     * @param grace how long; zero kills at once
     * @return this
     */
    Builder cancelGrace(Duration grace);

    /**
     * Replaces each worker after so many tasks, against what tasks leave behind. Its successor is
     * started while the last one runs. No limit unless it is set.
     *
     * @param tasks 1 or more
     * @return this
     */
    Builder maxTasksPerWorker(int tasks);

    /**
     * How often a task is begun when its workers die; 1 unless it is set: never again. For tasks
     * only that may be done twice.
     *
     * @param attempts 1 or more
     * @return this
     */
    Builder maxAttempts(int attempts);

    /**
     * Adds options for the workers' JVMs, such as {@code -Xmx256m}. Where they do not say how large
     * the heap may be it is a quarter of the machine's or the container's memory, as usual, or as
     * much less as lets all workers fit into that beside this process. A heap with which they do
     * not fit is logged as a warning when the pool is built.
     *
     * @param options as the {@code java} command takes them
     * @return this
     * @throws IllegalArgumentException for those that say what to run or where classes are
     */
    Builder jvmArgs(String... options);

    /**
     * Chooses how arguments, results and reports are encoded: {@code codec(Shop::codec)}, where
     * that makes, say, a {@code KryoCodec.builder(Object.class).register(Order.class).build()}.
     * Unless it is set any class is sent, by its name.
     *
     * @param codec makes the codec, here and in each worker
     * @return this
     */
    Builder codec(RemoteCallable<? extends Codec<Object>> codec);

    /**
     * Runs something in each worker before its first task, such as loading a model.
     *
     * @param initializer what to run
     * @return this
     */
    Builder initializer(Initializer initializer);

    /**
     * Lets values travel with each task: those that the subscriber's context has under these keys,
     * else those that SLF4J's MDC has there. In the worker they are in {@link TaskContext#values()}
     * and in the task thread's MDC. For trace contexts and the like: {@code
     * contextKeys("traceparent", "traceId")}.
     *
     * @param keys further keys
     * @return this
     */
    Builder contextKeys(String... keys);

    /**
     * Creates the pool, which starts its workers in the background.
     *
     * @return the pool
     * @throws IllegalArgumentException for settings that contradict each other
     * @throws io.sluice.CodecException if the codec or the initializer cannot be sent
     */
    WorkerPool build();
  }
}
