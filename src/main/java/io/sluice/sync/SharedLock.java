package io.sluice.sync;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A mutual exclusion lock between threads and subscriptions of any processes of one host.
 *
 * <p>It is held by the thread that locked it, or by a subscription of {@link #withLock}, and it is
 * not re-entrant: a holder that locks again waits for itself. When the holder's process dies,
 * however it dies, the lock is free as soon as the kernel has released the process; a process that
 * is only paused keeps it, for as long as the pause may last.
 *
 * <p>Actions before an unlock happen before those after the next lock, also across processes. All
 * methods may be called by any number of threads; the methods that may wait throw {@link
 * IllegalStateException} on threads that must not block. On a closed handle every method throws, or
 * signals, {@link io.sluice.QueueClosedException}.
 */
public interface SharedLock extends AutoCloseable {
  /**
   * Creates an anonymous lock: it goes with this process or, should that die, with the last one
   * that has it open.
   *
   * @return a handle
   * @throws io.sluice.SluiceException if the directory or the space is lacking
   */
  static SharedLock create() {
    return new PermitLock(Permits.create(1, "lock"));
  }

  /**
   * Opens an existing lock.
   *
   * @param address its address
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the address names something else
   * @throws io.sluice.SluiceException if there is none
   */
  static SharedLock open(URI address) {
    return new PermitLock(Permits.open(Objects.requireNonNull(address, "address"), "lock"));
  }

  /**
   * Opens the lock of that name in the default directory, or creates it if there is none.
   *
   * @param name letters, digits, underscore, and after the first also dot and hyphen; 120 at most
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if the name is something else's
   */
  static SharedLock named(String name) {
    return new PermitLock(Permits.named(Objects.requireNonNull(name, "name"), 1, "lock"));
  }

  /**
   * The name of this lock for any process.
   *
   * @return {@code shm:name}, or {@code shm:///directory/name}
   */
  URI address();

  /**
   * Locks, waiting as long as it takes; an interrupt does not end the wait, and stands afterwards.
   */
  void lock();

  /**
   * Locks, waiting as long as it takes.
   *
   * @throws InterruptedException if interrupted while waiting; the lock is not held then
   */
  void lockInterruptibly() throws InterruptedException;

  /**
   * Locks if nobody holds the lock. Never waits; allowed on every thread.
   *
   * @return whether the calling thread holds it now
   */
  boolean tryLock();

  /**
   * Locks, waiting for a time.
   *
   * @param timeout how long
   * @return whether the calling thread holds it now
   * @throws InterruptedException if interrupted while waiting; the lock is not held then
   */
  boolean tryLock(Duration timeout) throws InterruptedException;

  /**
   * Unlocks. Never waits.
   *
   * @throws IllegalMonitorStateException if the calling thread does not hold the lock through this
   *     handle
   */
  void unlock();

  /**
   * Subscribes to {@code guarded} while holding the lock, which belongs to the subscription and not
   * to a thread. Waiting for it holds no thread. It is released before the completion, the error or
   * the cancellation is passed on.
   *
   * @param <R> the result's type
   * @param guarded what to do under the lock; subscribed on {@code Schedulers.parallel()} or the
   *     subscribing thread
   * @return a cold Mono
   */
  <R> Mono<R> withLock(Mono<R> guarded);

  /**
   * Closes this handle. What it holds is released; its waiting calls end with {@link
   * io.sluice.QueueClosedException}. Other handles go on; an anonymous lock goes if this was its
   * creator's. Closing twice is harmless.
   */
  @Override
  void close();

  /**
   * Names the address and the processes that hold the lock now, for messages such as that of a wait
   * that was given up. Reads files; never throws.
   *
   * @return one line
   */
  @Override
  String toString();
}
