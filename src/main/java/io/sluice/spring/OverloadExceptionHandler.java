package io.sluice.spring;

import io.sluice.QueueFullException;
import io.sluice.worker.PoolOverloadedException;
import io.sluice.worker.TaskTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Says what overload and time-outs are in HTTP's terms, 503 with Retry-After and 504, also where
 * they are the cause of something else. It translates only: the handlers after it, Boot's or the
 * application's, write the response as they write all errors. An exception that says its own status
 * keeps that.
 */
final class OverloadExceptionHandler implements WebExceptionHandler, Ordered {
  /** Boot's has -1, and takes everything. */
  static final int ORDER = -2;

  /** Causes may go in a circle. */
  private static final int DEEPEST = 100;

  private final String retryAfter;

  OverloadExceptionHandler(long retryAfterSeconds) {
    this.retryAfter = Long.toString(retryAfterSeconds);
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    HttpStatus status = status(failure);
    if (status == null || exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    if (status == HttpStatus.SERVICE_UNAVAILABLE) {
      exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return Mono.error(new ResponseStatusException(status, null, failure));
  }

  private static @Nullable HttpStatus status(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof PoolOverloadedException || cause instanceof QueueFullException) {
        return HttpStatus.SERVICE_UNAVAILABLE;
      }
      if (cause instanceof TaskTimeoutException) {
        return HttpStatus.GATEWAY_TIMEOUT;
      }
      if (hasStatus(cause)) {
        return null;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static boolean hasStatus(Throwable failure) {
    return failure instanceof ErrorResponse
        || AnnotatedElementUtils.hasAnnotation(failure.getClass(), ResponseStatus.class);
  }
}
