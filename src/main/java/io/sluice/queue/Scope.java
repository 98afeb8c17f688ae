package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import io.sluice.ring.Engine;
import io.sluice.ring.FailureCause;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What is going on under one handle: waiting calls, subscriptions, deliveries. Closing the handle
 * ends them all; the engine is given up when the last of them has let go of what it held, for a
 * thread that is still at work is not to be taken for gone.
 */
final class Scope {
  /** Something under way that the closing of the handle ends. */
  interface Member {
    /**
     * The handle is closed: end, give back what is held, then {@link Scope#leave}. Once, on any
     * thread, and at any instant after {@link Scope#enter} has begun.
     */
    void handleClosed();
  }

  private final URI address;
  private final Engine engine;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  // Guarded by this, so that a member either is told of the end or does not get in.
  private final Set<Member> members = new HashSet<>();
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
  synchronized boolean enter(Member member) {
    if (!closed) {
      members.add(member);
    }
    return !closed;
  }

  /** The member is over and holds nothing. Harmless if it was over before. */
  void leave(Member member) {
    boolean last;
    synchronized (this) {
      last = members.remove(member) && closed && members.isEmpty();
    }
    if (last) {
      giveUpEngine();
    }
  }

  private void giveUpEngine() {
    engine.close().whenComplete((done, failure) -> gone.complete(null));
  }

  /** Closes the handle. The result completes when nothing of it is left. */
  CompletableFuture<Void> close() {
    List<Member> told;
    synchronized (this) {
      if (closed) {
        return gone;
      }
      closed = true;
      told = List.copyOf(members);
    }
    if (told.isEmpty()) {
      giveUpEngine();
    }
    told.forEach(Scope::tell);
    return gone;
  }

  /** One subscriber's failure must not keep the news from the others. */
  private static void tell(Member member) {
    try {
      member.handleClosed();
    } catch (RuntimeException e) {
      Operators.onErrorDropped(e, Context.empty());
    }
  }

  synchronized int count(Class<? extends Member> type) {
    return (int) members.stream().filter(type::isInstance).count();
  }
}
