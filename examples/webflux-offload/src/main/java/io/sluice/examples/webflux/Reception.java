package io.sluice.examples.webflux;

import io.sluice.worker.PoolOverloadedException;
import io.sluice.worker.WorkerPool;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes an upload, or refuses it, when only its head has come. The pool would refuse it too, but
 * only once it is there: the whole of it read and held in memory for nothing. There are as many
 * places as the pool has, so that it never has to refuse what was taken here.
 */
@Component
final class Reception implements WebFilter {
  /** Of one image. */
  static final int MOST_BYTES = 16 << 20;

  /** A form puts a few lines around it. */
  private static final int FORM_BYTES = 64 << 10;

  /** Of the heap, for all that is uploaded at a time: the rest has other uses. */
  private static final int SHARE = 4;

  private final int size;
  private final int queueCapacity;
  private final Places places;

  Reception(WorkerPool pool, @Value("${sluice.pool.queue-capacity}") int queueCapacity) {
    long memory = Math.max(MOST_BYTES + FORM_BYTES, Runtime.getRuntime().maxMemory() / SHARE);
    this.size = pool.stats().size();
    this.queueCapacity = queueCapacity;
    this.places = new Places(size + queueCapacity, memory);
  }

  Places places() {
    return places;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    if (!request.getMethod().equals(HttpMethod.POST)) {
      return chain.filter(exchange);
    }
    long said = request.getHeaders().getContentLength();
    if (said > MOST_BYTES + FORM_BYTES) {
      return Mono.error(
          new ResponseStatusException(
              HttpStatus.CONTENT_TOO_LARGE, said + " bytes are more than " + MOST_BYTES));
    }
    // Who does not say how much will come may send as much as is allowed.
    long bytes = said >= 0 ? said : MOST_BYTES + FORM_BYTES;
    return Mono.defer(
        () -> {
          if (!places.enter(bytes)) {
            // In the pool's name: the library knows what to answer to that.
            return Mono.error(new PoolOverloadedException(size, queueCapacity));
          }
          return chain.filter(exchange).doFinally(end -> places.leave(bytes));
        });
  }
}
