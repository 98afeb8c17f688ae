package io.sluice.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a codec, each used by one thread at a time.
 *
 * <p>An item takes some 50 ns, of which two atomic operations would be a quarter. So a session
 * belongs to a thread: it lies in the slot that the thread's id selects, and only its owner reads
 * or writes {@code busy}, without any fence. What does not fit that, a second thread with the same
 * slot or a serializer that uses its own codec, takes a session from {@code spare} by atomic
 * exchange, or a new one.
 *
 * <p>It is no {@code ThreadLocal}, because that would keep the codec's classes alive through every
 * thread that ever used it; here the codec knows its threads, and only weakly. Once an owner has
 * ended, the next thread with the slot takes the session over. It claims it by removing it from the
 * slot, so two cannot claim the same; and it has seen the owner's end, so all that the owner did
 * happens before.
 */
final class SessionPool {

  private static final int SLOTS = 64;
  private static final int SPARES = 16;

  private final AtomicReferenceArray<@Nullable Session> slots = new AtomicReferenceArray<>(SLOTS);
  private final AtomicReferenceArray<@Nullable Session> spares = new AtomicReferenceArray<>(SPARES);
  private final Supplier<Session> create;

  SessionPool(Supplier<Session> create) {
    this.create = create;
  }

  /** Returns a session for the calling thread until {@link #release}. */
  Session acquire() {
    Thread thread = Thread.currentThread();
    Session session = slots.getAcquire(slot(thread));
    return session != null && session.tryEnter(thread) ? session : acquireOther(thread, session);
  }

  private Session acquireOther(Thread thread, @Nullable Session found) {
    int slot = slot(thread);
    if (found == null) {
      return settle(slot, thread, acquireSpare());
    }
    if (found.isAbandoned() && slots.compareAndSet(slot, found, null)) {
      return settle(slot, thread, found);
    }
    return acquireSpare();
  }

  /** Makes a session that nobody else can see the thread's own. */
  private Session settle(int slot, Thread thread, Session session) {
    session.enterAsOwner(thread);
    if (!slots.compareAndSet(slot, null, session)) {
      session.disown();
    }
    return session;
  }

  private Session acquireSpare() {
    for (int i = 0; i < SPARES; i++) {
      if (spares.getPlain(i) != null) {
        Session session = spares.getAndSet(i, null);
        if (session != null) {
          return session;
        }
      }
    }
    return create.get();
  }

  /** Takes back what {@link #acquire} returned, from the same thread. */
  void release(Session session) {
    if (session.isBroken()) {
      drop(session);
    } else if (!session.leave()) {
      putSpare(session);
    }
  }

  /**
   * Adds a session that has no owner; when there are enough of them it is left to the collector.
   */
  void putSpare(Session session) {
    for (int i = 0; i < SPARES; i++) {
      if (spares.getPlain(i) == null && spares.compareAndSet(i, null, session)) {
        return;
      }
    }
  }

  private void drop(Session session) {
    slots.compareAndSet(slot(Thread.currentThread()), session, null);
  }

  private static int slot(Thread thread) {
    return (int) thread.getId() & (SLOTS - 1);
  }
}
