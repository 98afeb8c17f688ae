package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.ReceiveOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * The reading end of a pipe. It belongs to the handle that first uses it, by {@link #receive()}'s
 * subscription, {@link #take()} or {@link #poll()}; every other one, here or in another process,
 * gets a {@link io.sluice.SluiceException} then. Opening it uses nothing.
 *
 * <p>Messages come whole, in the order in which they were sent. <b>The end:</b> when the writer
 * completes or closes, what it had sent is read first, then a Flux completes and {@code take} and
 * {@code poll} throw {@link io.sluice.QueueClosedException}; when it fails, they end, after what it
 * had sent, with {@link io.sluice.RemoteFailureException}; when its process dies, after the whole
 * messages that it had sent, with {@link io.sluice.PeerLostException}. While nobody has the writing
 * end, reading waits.
 *
 * <p>All methods may be used by any number of threads; several subscribers and takers of one handle
 * compete for the messages. On a closed handle every method throws, or signals, {@link
 * io.sluice.QueueClosedException}.
 *
 * @param <T> the messages' type
 */
public interface PipeReader<T> extends AutoCloseable {
  /**
   * Opens the reading end of a pipe, without using it yet.
   *
   * @param <T> the messages' type
   * @param address the end's address
   * @param codec the same codec as the pipe's creator's
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the codec is another, or the address that of
   *     something else
   * @throws io.sluice.SluiceException if there is none
   */
  static <T> PipeReader<T> open(URI address, Codec<T> codec) {
    return Reading.open(
        Objects.requireNonNull(address, "address"), Objects.requireNonNull(codec, "codec"));
  }

  /**
   * The name of this end for any process.
   *
   * @return its address
   */
  URI address();

  /**
   * Messages as they come; {@link #receive(ReceiveOptions)} with the defaults.
   *
   * @return a cold Flux
   */
  Flux<T> receive();

  /**
   * Messages as they come, no more than are requested: what is not requested stays in the pipe, and
   * the writer waits once that is full. The stream's end, too, is told when something is requested.
   * Delivered on the options' scheduler.
   *
   * <p><b>Cancelling the Flux closes this reading end for good</b>: the writer's publisher is
   * cancelled, and its next send signals {@link io.sluice.QueueClosedException}. So {@code
   * receive().take(n)} and {@code receive().next()} end the stream; use {@link #take()} or {@link
   * #poll(Duration)} for single messages. A message that cannot be decoded ends the subscription,
   * with {@link io.sluice.CodecException}, but not the pipe: the next subscription goes on behind
   * it.
   *
   * @param options how to receive; {@code maxInFlight} bounds the messages that are taken together
   * @return a cold Flux
   */
  Flux<T> receive(ReceiveOptions options);

  /**
   * Takes a message, waiting while there is none.
   *
   * @return the message
   * @throws InterruptedException if interrupted while waiting; no message is lost
   * @throws IllegalStateException on a thread that must not block
   * @throws io.sluice.QueueClosedException once the writer has completed and all is taken
   * @throws io.sluice.RemoteFailureException once the writer has failed and all is taken
   * @throws io.sluice.PeerLostException once the writer has died and all whole messages are taken
   */
  T take() throws InterruptedException;

  /**
   * Whether nothing has arrived that is not taken yet, not even the beginning of a message.
   * Consumes nothing, never waits, and does not make this process the end's owner.
   *
   * @return true at an instant within the call
   * @throws io.sluice.QueueClosedException if this handle is closed
   */
  boolean isEmpty();

  /**
   * Takes a message if a whole one is there. Never waits; allowed on every thread. Ends as {@link
   * #take()} does.
   *
   * @return the message, or null when there is none
   */
  @Nullable T poll();

  /**
   * Takes a message, waiting for a time while there is none. Ends as {@link #take()} does.
   *
   * @param timeout how long
   * @return the message, or null when none came
   * @throws InterruptedException if interrupted while waiting; no message is lost
   * @throws IllegalStateException on a thread that must not block
   */
  @Nullable T poll(Duration timeout) throws InterruptedException;

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
   * Closes this handle: its waiting calls and Fluxes end with {@link
   * io.sluice.QueueClosedException}, and so does the writer, if this handle has used the end. One
   * that has not changes nothing for others. Closing twice is harmless.
   */
  @Override
  void close();
}
