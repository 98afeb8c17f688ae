package io.sluice.sync;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A counting semaphore between threads and subscriptions of any processes of one host.
 *
 * <p>A permit belongs to the handle through which it was acquired, or to a subscription of {@link
 * #withPermit}: any thread may give back what another thread of this process has acquired, but no
 * process gives back another one's. So the permits of a process that dies, however it dies, are
 * back as soon as the kernel has released it, and no more permits are ever there than the semaphore
 * was created with. A process that is only paused keeps its permits, for as long as the pause may
 * last. Permits are not granted in the order of arrival.
 *
 * <p>Actions before a release happen before those after an acquisition of that permit, also across
 * processes. All methods may be called by any number of threads; the methods that may wait throw
 * {@link IllegalStateException} on threads that must not block. On a closed handle every method
 * throws, or signals, {@link io.sluice.QueueClosedException}.
 */
public interface SharedSemaphore extends AutoCloseable {
  /**
   * Creates an anonymous semaphore: it goes with this process or, should that die, with the last
   * one that has it open.
   *
   * @param permits how many there are, 1 or more
   * @return a handle
   * @throws io.sluice.SluiceException if the directory or the space is lacking
   */
  static SharedSemaphore create(int permits) {
    return new PermitSemaphore(Permits.create(PermitSemaphore.valid(permits), PermitSemaphore.USE));
  }

  /**
   * Opens an existing semaphore.
   *
   * @param address its address
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the address names something else
   * @throws io.sluice.SluiceException if there is none
   */
  static SharedSemaphore open(URI address) {
    return new PermitSemaphore(
        Permits.open(Objects.requireNonNull(address, "address"), PermitSemaphore.USE));
  }

  /**
   * Opens the semaphore of that name in the default directory, or creates it if there is none.
   *
   * @param name letters, digits, underscore, and after the first also dot and hyphen; 120 at most
   * @param permits how many there are, 1 or more
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the name is something else's, or the semaphore
   *     was created with another number
   */
  static SharedSemaphore named(String name, int permits) {
    return new PermitSemaphore(
        Permits.named(
            Objects.requireNonNull(name, "name"),
            PermitSemaphore.valid(permits),
            PermitSemaphore.USE));
  }

  /**
   * The name of this semaphore for any process.
   *
   * @return {@code shm:name}, or {@code shm:///directory/name}
   */
  URI address();

  /**
   * The number of permits that nobody has.
   *
   * @return exact when nothing moves, else true at an instant within the call
   */
  int availablePermits();

  /**
   * Acquires a permit, waiting as long as it takes.
   *
   * @throws InterruptedException if interrupted while waiting; nothing is acquired then
   */
  void acquire() throws InterruptedException;

  /**
   * Acquires a permit if there is one. Never waits; allowed on every thread.
   *
   * @return whether a permit was acquired
   */
  boolean tryAcquire();

  /**
   * Acquires a permit, waiting for a time.
   *
   * @param timeout how long; zero or less does not wait
   * @return whether a permit was acquired
   * @throws InterruptedException if interrupted while waiting; nothing is acquired then
   */
  boolean tryAcquire(Duration timeout) throws InterruptedException;

  /**
   * Gives a permit back that was acquired through this handle, by whatever thread. Never waits.
   *
   * @throws IllegalStateException if this handle has none, but for those of {@link #withPermit}:
   *     the number of permits never grows
   */
  void release();

  /**
   * Subscribes to {@code guarded} while holding a permit, which belongs to the subscription.
   * Waiting for it holds no thread. It is released before the completion, the error or the
   * cancellation is passed on.
   *
   * @param <R> the result's type
   * @param guarded what to do with a permit; subscribed on {@code Schedulers.parallel()} or the
   *     subscribing thread
   * @return a cold Mono
   */
  <R> Mono<R> withPermit(Mono<R> guarded);

  /**
   * Closes this handle. What was acquired through it is back; its waiting calls end with {@link
   * io.sluice.QueueClosedException}. Other handles go on; an anonymous semaphore goes if this was
   * its creator's. Closing twice is harmless.
   */
  @Override
  void close();

  /**
   * Names the address and the processes that have permits now, for messages such as that of a wait
   * that was given up. Reads files; never throws.
   *
   * @return one line
   */
  @Override
  String toString();
}
