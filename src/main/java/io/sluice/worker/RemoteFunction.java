package io.sluice.worker;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Work for a {@link WorkerPool}: from an argument to one result, in another process. A method
 * reference or a lambda, or an instance of a class; it travels by Java serialization, and so does
 * what it captures. Its class, or for a lambda the class that contains it, has to be on the class
 * path of the worker, which is that of the application.
 *
 * @param <A> the argument's type
 * @param <R> the result's type
 */
@FunctionalInterface
public interface RemoteFunction<A, R> extends Serializable {
  /**
   * Does the work. Called on the worker's one task thread, which is interrupted when the caller
   * cancels.
   *
   * @param argument a copy of what the caller passed
   * @return the result, or null for none: the caller's Mono then completes empty
   * @throws Exception anything, which the caller gets as {@link RemoteTaskException}
   */
  @Nullable R apply(A argument) throws Exception;
}
