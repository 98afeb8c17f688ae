package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import io.sluice.ring.Engine;
import io.sluice.ring.FailureCause;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is going on under one handle: waiting calls, subscriptions, deliveries. Closing the handle
 * ends them all; the engine is given up when the last of them has let go of what it held, for a
 * thread that is still at work is not to be taken for gone.
 */
final class Scope {
  /** Something under way that the closing of the handle ends. */
  interface Member {
    /**
     * The handle is closed: end, give back what is held, then {@link Scope#leave}. On any thread,
     * once.
     */
    void handleClosed();
  }

  private final URI address;
  private final Engine engine;
  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  // The handle itself is one of the users.
  private final AtomicInteger users = new AtomicInteger(1);
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile boolean closed;

  Scope(URI address, Engine engine) {
    this.address = address;
    this.engine = engine;
  }

  URI address() {
    return address;
  }

  Engine engine() {
    return engine;
  }

  boolean isClosed() {
    return closed;
  }

  void check() {
    if (closed) {
      throw handleClosed();
    }
  }

  QueueClosedException handleClosed() {
    return new QueueClosedException(address, "this handle is closed");
  }

  /** Why senders get no further: the stream has ended. */
  QueueClosedException ended() {
    FailureCause failure = closed ? null : engine.failure();
    return failure == null
        ? new QueueClosedException(address, "the queue is completed")
        : new QueueClosedException(address, "the queue has failed", remote(failure));
  }

  /** How receivers end: null for completion. */
  @Nullable RemoteFailureException failure() {
    FailureCause failure = engine.failure();
    return failure == null ? null : remote(failure);
  }

  private static RemoteFailureException remote(FailureCause failure) {
    return new RemoteFailureException(failure.className(), failure.message(), failure.stackTrace());
  }

  /** Joins; false if the handle is closed, and then the member is not told. */
  boolean enter(Member member) {
    if (!use()) {
      return false;
    }
    members.add(member);
    if (closed && members.remove(member)) {
      unuse();
      return false;
    }
    return true;
  }

  /** The member is over and holds nothing. Harmless if it was over before. */
  void leave(Member member) {
    if (members.remove(member)) {
      unuse();
    }
  }

  private boolean use() {
    int now = users.get();
    while (now > 0 && !closed) {
      if (users.compareAndSet(now, now + 1)) {
        return true;
      }
      now = users.get();
    }
    return false;
  }

  private void unuse() {
    if (users.decrementAndGet() == 0) {
      engine.close().whenComplete((done, failure) -> gone.complete(null));
    }
  }

  /** Closes the handle. The result completes when nothing of it is left. */
  CompletableFuture<Void> close() {
    boolean first;
    synchronized (this) {
      first = !closed;
      closed = true;
    }
    if (first) {
      members.forEach(Member::handleClosed);
      unuse();
    }
    return gone;
  }

  int count(Class<? extends Member> type) {
    return (int) members.stream().filter(type::isInstance).count();
  }
}
