package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The writing end of a pipe. It belongs to the handle that first uses it, by sending, completing or
 * failing; every other one, here or in another process, gets a {@link io.sluice.SluiceException}
 * then. Opening it uses nothing.
 *
 * <p>A message is accepted when all of it is in the pipe: from then on it outlives this process. It
 * is encoded once, and arrives whole or not at all. Messages of any size up to the pipe's limit
 * pass, those larger than its capacity in step with the reader. While nobody has the reading end
 * messages are accepted up to the capacity.
 *
 * <p><b>The reader's end:</b> when it cancels or closes, the publishers of {@link #sendAll} and
 * {@link #subscriber()} are cancelled, silent ones too, and this and every later send ends with
 * {@link io.sluice.QueueClosedException}; when its process dies, with {@link
 * io.sluice.PeerLostException}.
 *
 * <p>All methods may be used by any number of threads; messages are sent one after the other.
 * Reactive methods are lazy. {@code null} messages are a {@link NullPointerException} at the
 * caller; those that cannot be encoded a {@link io.sluice.CodecException}, those over the pipe's
 * limit an {@link io.sluice.ItemTooLargeException}. On a closed handle every method throws, or
 * signals, {@link io.sluice.QueueClosedException}.
 *
 * @param <T> the messages' type
 */
public interface PipeWriter<T> extends AutoCloseable {
  /**
   * Opens the writing end of a pipe, without using it yet.
   *
   * @param <T> the messages' type
   * @param address the end's address
   * @param codec the same codec as the pipe's creator's
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the codec is another, or the address that of
   *     something else
   * @throws io.sluice.SluiceException if there is none
   */
  static <T> PipeWriter<T> open(URI address, Codec<T> codec) {
    return Writing.open(
        Objects.requireNonNull(address, "address"), Objects.requireNonNull(codec, "codec"));
  }

  /**
   * The name of this end for any process.
   *
   * @return its address
   */
  URI address();

  /**
   * Sends a message when there is room. It is encoded at the subscription. While there is no room
   * it waits, holding no thread. Cancelling before it is accepted drops it: what is in the pipe of
   * a large message is discarded at the other side.
   *
   * @param message the message
   * @return a cold Mono that completes once the message is accepted, on the subscribing thread or
   *     {@code Schedulers.parallel()}
   */
  Mono<Void> send(T message);

  /**
   * Sends all of a publisher's messages, in order, and does not complete the pipe. Requests what
   * there is room for, by the size of the last messages, and 256 at most. A message that cannot be
   * encoded cancels the publisher and fails the Mono, after what came before it was accepted; the
   * pipe goes on.
   *
   * @param messages the publisher, subscribed when the Mono is
   * @return a cold Mono that completes once the publisher has completed and all is accepted; fails
   *     as the publisher does, after what came before was accepted. Cancelling it cancels the
   *     publisher and drops what is not accepted to {@code onDiscard}
   */
  Mono<Void> sendAll(Publisher<? extends T> messages);

  /**
   * A subscriber that sends what it is sent, as {@link #sendAll} does, and carries its publisher's
   * end across: completion as {@link #complete()}, an error, and a message that cannot be encoded,
   * as {@link #fail}. That the reader has died goes to Reactor's {@code onErrorDropped}.
   *
   * @return a subscriber, for one subscription
   */
  CoreSubscriber<T> subscriber();

  /**
   * Sends a message, waiting while there is no room.
   *
   * @param message the message
   * @throws InterruptedException if interrupted while waiting; the message is not accepted
   * @throws IllegalStateException on a thread that must not block
   */
  void put(T message) throws InterruptedException;

  /**
   * Sends a message if there is room for all of it. Never waits; allowed on every thread. So one
   * that is larger than the capacity is never accepted.
   *
   * @param message the message
   * @return whether it was accepted
   */
  boolean offer(T message);

  /**
   * Sends a message, waiting for a time while there is no room.
   *
   * @param message the message
   * @param timeout how long
   * @return whether it was accepted
   * @throws InterruptedException if interrupted while waiting; the message is not accepted
   * @throws IllegalStateException on a thread that must not block
   */
  boolean offer(T message, Duration timeout) throws InterruptedException;

  /**
   * Ends the stream: the reader reads what was sent and then completes; what was not accepted yet
   * ends with {@link io.sluice.QueueClosedException}. Uses the end, if nobody has. Never blocks.
   */
  void complete();

  /**
   * Ends the stream with a failure: the reader reads what was sent and then ends with {@link
   * io.sluice.RemoteFailureException}. Uses the end, if nobody has. Never blocks. If the stream has
   * ended already nothing happens.
   *
   * @param cause why; its class, message and stack trace travel as text, long ones cut
   */
  void fail(Throwable cause);

  /**
   * Says which process is to take the other end: if it exits before it has used that, this end
   * takes it for lost, with {@link io.sluice.PeerLostException}. Until then, and without this, one
   * waits for an end that nobody has. A handle that has not used its own end changes nothing for
   * others by this: the exit counts from its first use on.
   *
   * @param child the process
   */
  void expect(ChildJvm child);

  /**
   * Completes, if this handle has used the end, and closes the handle: its waiting calls end with
   * {@link io.sluice.QueueClosedException}. One that has not used the end changes nothing for
   * others: call {@link #complete()} for a stream without messages. Closing twice is harmless.
   */
  @Override
  void close();
}
