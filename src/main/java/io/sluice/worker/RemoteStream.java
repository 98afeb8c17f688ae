package io.sluice.worker;

import java.io.Serializable;
import org.reactivestreams.Publisher;

/**
 * Work for a {@link WorkerPool} with many results: from an argument to a publisher, which lives in
 * the worker. As {@link RemoteFunction} otherwise.
 *
 * @param <A> the argument's type
 * @param <R> the results' type
 */
@FunctionalInterface
public interface RemoteStream<A, R> extends Serializable {
  /**
   * Makes the publisher. It is subscribed, and asked for items, on the worker's task thread, and is
   * never asked for more than the caller's demand and 256 items.
   *
   * @param argument a copy of what the caller passed
   * @return the results
   * @throws Exception anything, which the caller gets as {@link RemoteTaskException}
   */
  Publisher<? extends R> apply(A argument) throws Exception;
}
