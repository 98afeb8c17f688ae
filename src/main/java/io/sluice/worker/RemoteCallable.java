package io.sluice.worker;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Work for a {@link WorkerPool} without an argument. As {@link RemoteFunction} otherwise.
 *
 * @param <R> the result's type
 */
@FunctionalInterface
public interface RemoteCallable<R> extends Serializable {
  /**
   * Does the work.
   *
   * @return the result, or null for none
   * @throws Exception anything, which the caller gets as {@link RemoteTaskException}
   */
  @Nullable R call() throws Exception;
}
