package io.sluice.queue;

import io.sluice.codec.Codec;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A bounded queue between processes of one host: many producers, many consumers, in any of them;
 * each item goes to exactly one consumer.
 *
 * <p><b>Bound.</b> At most {@link #maxSize()} items are accepted and not yet settled, over all
 * processes together. {@link #receive()}, {@link #take()} and {@link #poll()} settle an item as
 * they hand it over; a {@link Delivery} is settled by its holder.
 *
 * <p><b>Accepted</b> means that the item is visible to every process and outlives its producer. It
 * is encoded by then: the caller may reuse it. Actions before an item's acceptance happen before
 * its receipt, also across processes.
 *
 * <p><b>Order.</b> Items of one producer reach each consumer in the order of their acceptance; so
 * do items of two producers when the one's put returned before the other's began. Items put back go
 * ahead of newer ones.
 *
 * <p><b>Death and pause.</b> A process killed at any instruction loses nothing that was accepted,
 * except that a plain receiver takes down the one item it was handing over. What it held comes back
 * as soon as the kernel has released the process. A paused process delays nobody, beyond the
 * capacity that it holds.
 *
 * <p><b>Handles.</b> Each object of this type is a handle of its own on the queue; all methods may
 * be used by any number of threads. On a closed handle every method throws, or signals, {@link
 * io.sluice.QueueClosedException}. Reactive methods are lazy: nothing happens before the
 * subscription. {@code null} items are a {@link NullPointerException} at the caller. Items that
 * cannot be encoded are a {@link io.sluice.CodecException}, items larger than the limit an {@link
 * io.sluice.ItemTooLargeException}, at once and also when the queue is full. Items too large for a
 * block are kept in a file each: {@link #send}, {@link #sendAll} write them and {@link #receive()}
 * reads them on {@code Schedulers.boundedElastic()}, all other methods on the caller's thread.
 *
 * @param <T> the items' type
 */
public interface SharedQueue<T> extends AutoCloseable {
  /**
   * Creates an anonymous queue: it goes with this process or, should that die, with the last one
   * that has it open. Others open it by its {@link #address()}.
   *
   * @param <T> the items' type
   * @param maxSize the bound, 1 or more
   * @param codec how items become bytes
   * @return a handle
   * @throws io.sluice.SluiceException if the directory or the space is lacking
   */
  static <T> SharedQueue<T> create(int maxSize, Codec<T> codec) {
    return builder(codec).maxSize(maxSize).create();
  }

  /**
   * Opens an existing queue.
   *
   * @param <T> the items' type
   * @param address its address
   * @param codec the same codec as its creator's
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the codec is another, or the file is no queue
   *     of this version
   * @throws io.sluice.SluiceException if there is none, or the file is not the user's own
   */
  static <T> SharedQueue<T> open(URI address, Codec<T> codec) {
    return EngineQueue.open(
        Objects.requireNonNull(address, "address"), Objects.requireNonNull(codec, "codec"));
  }

  /**
   * Begins to describe a queue.
   *
   * @param <T> the items' type
   * @param codec how items become bytes
   * @return a builder, for one thread
   */
  static <T> Builder<T> builder(Codec<T> codec) {
    return new QueueBuilder<>(Objects.requireNonNull(codec, "codec"));
  }

  /**
   * Deletes a queue with all its files. Processes that have it open go on with it, but nobody opens
   * it any more.
   *
   * @param address its address
   * @return whether there was one
   */
  static boolean delete(URI address) {
    return SharedMemoryEngine.delete(Objects.requireNonNull(address, "address"));
  }

  /**
   * The name of this queue for any process; {@code URI.create(address.toString())} opens the same
   * queue.
   *
   * @return {@code shm:name}, or {@code shm:///directory/name}
   */
  URI address();

  /**
   * The bound.
   *
   * @return items, 1 or more
   */
  int maxSize();

  /**
   * How many items are ready to be received.
   *
   * @return exact when nothing moves, else true at some instant within the call
   */
  int size();

  /**
   * How many items are delivered and not settled, those that a consumer has claimed and not yet
   * emitted included.
   *
   * @return exact when nothing moves
   */
  int inFlight();

  /**
   * Whether nothing is ready.
   *
   * @return true at some instant within the call
   */
  boolean isEmpty();

  /**
   * Whether an offer would find no room.
   *
   * @return true at some instant within the call
   */
  boolean isFull();

  /**
   * Items as they come; {@link #receive(ReceiveOptions)} with the defaults.
   *
   * @return a cold Flux
   */
  Flux<T> receive();

  /**
   * Items as they come. Each subscription is one more consumer that competes with all others, here
   * and elsewhere; it claims no more than is requested, and settles each item just before its
   * {@code onNext}.
   *
   * <p>Delivered on the options' scheduler. Cancelling puts back what was claimed and not emitted,
   * ahead of newer items. Completes when the queue was completed and nothing can come back any
   * more; ends with {@link io.sluice.RemoteFailureException} after {@link #fail}, with {@link
   * io.sluice.QueueClosedException} when this handle is closed.
   *
   * @param options how to receive
   * @return a cold Flux
   */
  Flux<T> receive(ReceiveOptions options);

  /**
   * Items to be settled by hand; {@link #receiveManualAck(ReceiveOptions)} with the defaults.
   *
   * @return a cold Flux
   */
  Flux<Delivery<T>> receiveManualAck();

  /**
   * Items to be settled by hand: delivered at least once. As {@link #receive(ReceiveOptions)},
   * except that an item stays in flight until its {@link Delivery} is settled. Cancelling puts back
   * what is not settled, counted as an attempt.
   *
   * @param options how to receive; their {@code maxInFlight} bounds the unsettled deliveries
   * @return a cold Flux
   */
  Flux<Delivery<T>> receiveManualAck(ReceiveOptions options);

  /**
   * Hands each item to a function and acknowledges it when the returned publisher completes,
   * whatever the demand for its results, which wait in memory. An error of the handler puts the
   * item back after 100 ms, doubled with each attempt up to 10 s, and does not end the Flux. Once
   * the queue's {@code maxAttempts} is reached the item goes to the dead letters; without them it
   * is dropped and the Flux ends with the handler's error. Cancelling cancels the handlers and puts
   * their items back.
   *
   * @param <R> the results' type
   * @param handler called on the delivering thread, {@code Schedulers.parallel()}: it must not
   *     block
   * @param concurrency how many items are in the handler's hands at most, 1 or more
   * @return a cold Flux of the results, as they arrive
   */
  <R> Flux<R> process(
      Function<? super T, ? extends Publisher<? extends R>> handler, int concurrency);

  /**
   * Takes one item when there is one. Cancelling before takes none. Empty at the end of the stream.
   *
   * @return a cold Mono, completed on the subscribing thread or {@code Schedulers.parallel()}
   */
  Mono<T> receiveOne();

  /**
   * Takes one item when there is one, within a time.
   *
   * @param timeout how long from the subscription on, by {@code Schedulers.parallel()}'s clock;
   *     zero for at once
   * @return a cold Mono; {@link io.sluice.QueueEmptyException} at the deadline, and no item is lost
   *     by it
   */
  Mono<T> receiveOne(Duration timeout);

  /**
   * Puts an item when there is room. It is encoded at the subscription. While the queue is full it
   * waits in this process, first come, first served among this handle's sends, holding no thread;
   * until it is accepted it dies with the process. Cancelling before acceptance drops it.
   *
   * @param item the item
   * @return a cold Mono that completes once the item is accepted, on the subscribing thread or
   *     {@code Schedulers.parallel()}; {@link io.sluice.QueueClosedException} once the queue is
   *     completed
   */
  Mono<Void> send(T item);

  /**
   * Puts an item when there is room, within a time.
   *
   * @param item the item
   * @param timeout how long from the subscription on, by {@code Schedulers.parallel()}'s clock;
   *     zero for at once
   * @return a cold Mono; {@link io.sluice.QueueFullException} at the deadline, and the item is not
   *     accepted then
   */
  Mono<Void> send(T item, Duration timeout);

  /**
   * Puts all of a publisher's items, in order. Requests no more than the room then seen, and 256 at
   * most; it reserves nothing, so what arrives to a queue that others have filled waits in this
   * process un-accepted. An item that cannot be encoded cancels the publisher and fails the Mono,
   * after what came before it was accepted; the queue goes on.
   *
   * @param items the publisher, subscribed when the Mono is
   * @return a cold Mono that completes once the publisher has completed and all is accepted; fails
   *     as the publisher does, after what came before was accepted. Cancelling it cancels the
   *     publisher and drops what is not accepted to {@code onDiscard}
   */
  Mono<Void> sendAll(Publisher<? extends T> items);

  /**
   * A subscriber that puts what it is sent, as {@link #sendAll} does. Its publisher's end ends only
   * this producer; errors that it cannot report otherwise go to Reactor's {@code onErrorDropped}.
   *
   * @return a subscriber, for one subscription
   */
  CoreSubscriber<T> subscriber();

  /**
   * This queue as a sink. {@code tryEmitNext} gives {@code OK} for accepted, {@code FAIL_OVERFLOW}
   * for full, {@code FAIL_TERMINATED} once the queue is completed or the handle closed; items that
   * cannot be encoded or are too large are thrown. {@code tryEmitComplete} is {@link #complete()},
   * {@code tryEmitError} is {@link #fail}, {@code asFlux} is {@link #receive()}. Safe from many
   * threads. When the handler of {@code emitNext} declines to retry, {@link
   * reactor.core.publisher.Sinks.EmissionException} is thrown and the queue goes on.
   *
   * @return a sink; {@code currentSubscriberCount} counts this process
   */
  Sinks.Many<T> sink();

  /**
   * Puts an item, waiting while the queue is full.
   *
   * @param item the item
   * @throws InterruptedException if interrupted while waiting; the item is not accepted
   * @throws IllegalStateException on a thread that must not block
   * @throws io.sluice.QueueClosedException once the queue is completed
   */
  void put(T item) throws InterruptedException;

  /**
   * Puts an item if there is room. Never waits; allowed on every thread.
   *
   * @param item the item
   * @return whether it was accepted. "Full" counts the unfinished operations of other processes
   * @throws io.sluice.QueueClosedException once the queue is completed
   */
  boolean offer(T item);

  /**
   * Puts an item, waiting for a time while the queue is full.
   *
   * @param item the item
   * @param timeout how long
   * @return whether it was accepted
   * @throws InterruptedException if interrupted while waiting; the item is not accepted
   * @throws IllegalStateException on a thread that must not block
   * @throws io.sluice.QueueClosedException once the queue is completed
   */
  boolean offer(T item, Duration timeout) throws InterruptedException;

  /**
   * Takes an item, waiting while there is none.
   *
   * @return the item
   * @throws InterruptedException if interrupted while waiting; no item is lost
   * @throws IllegalStateException on a thread that must not block
   * @throws io.sluice.QueueClosedException once the queue is completed and drained
   */
  T take() throws InterruptedException;

  /**
   * Takes an item if there is one. Never waits; allowed on every thread. Begun after a put
   * returned, it finds that item unless another consumer has taken it.
   *
   * @return the item, or null when the queue is empty
   * @throws io.sluice.QueueClosedException once the queue is completed and drained
   */
  @Nullable T poll();

  /**
   * Takes an item, waiting for a time while there is none.
   *
   * @param timeout how long
   * @return the item, or null when none came
   * @throws InterruptedException if interrupted while waiting; no item is lost
   * @throws IllegalStateException on a thread that must not block
   * @throws io.sluice.QueueClosedException once the queue is completed and drained
   */
  @Nullable T poll(Duration timeout) throws InterruptedException;

  /**
   * Ends the stream for every process: puts fail from now on, receivers drain and then complete.
   * Never blocks.
   */
  void complete();

  /**
   * Ends the stream for every process with a failure: receivers drain and then end with {@link
   * io.sluice.RemoteFailureException}. Never blocks. If the stream has ended already nothing
   * happens.
   *
   * @param cause why; its class, message and stack trace travel as text, long ones cut
   */
  void fail(Throwable cause);

  /**
   * Waits until everything accepted is settled. With plain {@link #receive()} that says handed
   * over, not processed.
   *
   * @return a cold Mono that completes, at an instant after the subscription when nothing accepted
   *     is unsettled, on the subscribing thread or {@code Schedulers.parallel()}
   */
  Mono<Void> join();

  /**
   * Closes this handle: its waiting calls and Fluxes end with {@link
   * io.sluice.QueueClosedException}, what they had claimed goes back. Other handles and processes
   * go on; an anonymous queue goes if this was its creator's. Closing twice is harmless. On a
   * thread that must not block the last of it is done in the background.
   */
  @Override
  void close();

  /**
   * Describes a queue. Not thread-safe.
   *
   * @param <T> the items' type
   */
  interface Builder<T> {
    /**
     * Names the queue; without a name it is anonymous. A named queue outlives its processes until
     * it is deleted.
     *
     * @param name letters, digits, underscore, and after the first also dot and hyphen; 120 at most
     * @return this
     */
    Builder<T> name(String name);

    /**
     * Where the queue's files are; the default directory otherwise. A missing directory is created,
     * for its owner alone.
     *
     * @param directory the directory
     * @return this
     */
    Builder<T> directory(Path directory);

    /**
     * The bound. Needed to create a queue.
     *
     * @param maxSize items, 1 to 16,777,216
     * @return this
     */
    Builder<T> maxSize(int maxSize);

    /**
     * How large most items are: maxSize times this is reserved at creation. Larger ones cost a file
     * each. 256 by default.
     *
     * @param bytes encoded bytes, 1 to 16 Mi
     * @return this
     */
    Builder<T> itemSize(int bytes);

    /**
     * The limit of an item's size. 256 MiB by default.
     *
     * @param bytes encoded bytes, 1 or more
     * @return this
     */
    Builder<T> maxItemSize(int bytes);

    /**
     * How often an item is delivered at most; then it goes to the dead letters or, without them, is
     * dropped. Without limit by default.
     *
     * @param attempts 1 to 255
     * @return this
     */
    Builder<T> maxAttempts(int attempts);

    /**
     * Where items go that are rejected or were delivered too often: a queue with the same codec,
     * made by the caller, who sees to it that it has room. An item that it does not accept, whether
     * it is full, completed, missing, of another codec or for smaller items only, is not lost: it
     * comes back to this queue's consumers after 100 ms, doubled with each attempt up to 10 s, and
     * the failure goes to Reactor's {@code onErrorDropped}. An item that is not to be delivered any
     * more is offered to the dead letters again whenever it comes back.
     *
     * @param queue its address
     * @return this
     */
    Builder<T> deadLetters(URI queue);

    /**
     * Creates the queue.
     *
     * @return a handle
     * @throws io.sluice.SluiceException if it exists, or the directory or the space is lacking
     */
    SharedQueue<T> create();

    /**
     * Opens the named queue.
     *
     * @return a handle
     * @throws io.sluice.IncompatibleQueueException if it has another codec or, where one was given,
     *     another maxSize
     * @throws io.sluice.SluiceException if there is none
     */
    SharedQueue<T> open();

    /**
     * Opens the named queue, or creates it if there is none. Of several who call this at once, one
     * creates it.
     *
     * @return a handle
     * @throws io.sluice.IncompatibleQueueException if it is there with another codec or maxSize
     * @throws io.sluice.SluiceException if the directory or the space is lacking
     */
    SharedQueue<T> createOrOpen();
  }
}
