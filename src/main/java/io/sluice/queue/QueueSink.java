package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.QueueFullException;
import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** A queue as a sink. Stateless: safe wherever the queue is. */
final class QueueSink<T> implements Sinks.Many<T> {
  private final EngineQueue<T> queue;

  QueueSink(EngineQueue<T> queue) {
    this.queue = queue;
  }

  @Override
  public Sinks.EmitResult tryEmitNext(T item) {
    try {
      return queue.offer(item) ? Sinks.EmitResult.OK : Sinks.EmitResult.FAIL_OVERFLOW;
    } catch (QueueClosedException e) {
      return Sinks.EmitResult.FAIL_TERMINATED;
    }
  }

  @Override
  public Sinks.EmitResult tryEmitComplete() {
    return queue.tryComplete() ? Sinks.EmitResult.OK : Sinks.EmitResult.FAIL_TERMINATED;
  }

  @Override
  public Sinks.EmitResult tryEmitError(Throwable cause) {
    return queue.tryFail(cause) ? Sinks.EmitResult.OK : Sinks.EmitResult.FAIL_TERMINATED;
  }

  @Override
  public void emitNext(T item, Sinks.EmitFailureHandler handler) {
    Sinks.EmitResult result = tryEmitNext(item);
    while (result.isFailure()) {
      if (!handler.onEmitFailure(SignalType.ON_NEXT, result)) {
        throw refused(result);
      }
      result = tryEmitNext(item);
    }
  }

  private Sinks.EmissionException refused(Sinks.EmitResult result) {
    return new Sinks.EmissionException(
        result == Sinks.EmitResult.FAIL_OVERFLOW
            ? new QueueFullException(queue.address(), queue.maxSize())
            : queue.endedNow(),
        result);
  }

  @Override
  public void emitComplete(Sinks.EmitFailureHandler handler) {
    Sinks.EmitResult result = tryEmitComplete();
    while (result.isFailure() && handler.onEmitFailure(SignalType.ON_COMPLETE, result)) {
      result = tryEmitComplete();
    }
  }

  @Override
  public void emitError(Throwable cause, Sinks.EmitFailureHandler handler) {
    Sinks.EmitResult result = tryEmitError(cause);
    while (result.isFailure() && handler.onEmitFailure(SignalType.ON_ERROR, result)) {
      result = tryEmitError(cause);
    }
    if (result.isFailure()) {
      // As Reactor's own sinks do: the stream has ended already, and the failure is not to be lost.
      Operators.onErrorDropped(cause, Context.empty());
    }
  }

  @Override
  public int currentSubscriberCount() {
    return queue.subscriberCount();
  }

  @Override
  public Flux<T> asFlux() {
    return queue.receive();
  }

  @Override
  @SuppressWarnings("rawtypes") // As Scannable declares it.
  public @Nullable Object scanUnsafe(Scannable.Attr key) {
    if (key == Scannable.Attr.TERMINATED) {
      return queue.isEnded();
    }
    return key == Scannable.Attr.CAPACITY ? queue.maxSize() : null;
  }
}
