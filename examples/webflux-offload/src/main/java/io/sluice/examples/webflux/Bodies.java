package io.sluice.examples.webflux;

import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Has bodies handled by threads of their own: to look for a form's end, to collect an image and to
 * encode it for a worker takes time for each byte, which the event loop has for nobody. Where these
 * threads do not keep up the clients have to wait, and not the requests that are short.
 *
 * <p>Around all of WebFlux, and not a filter of it, for it reads forms past all filters.
 */
@Component
final class Bodies implements HttpHandlerDecoratorFactory, DisposableBean {
  /** Pieces of a body that are read ahead; the rest stays with the client. */
  private static final int AHEAD = 4;

  private final Scheduler threads =
      Schedulers.newParallel(
          "bodies", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
  private final Duration limit;

  /** The limit is for those who hold a place and send nothing. */
  Bodies(@Value("${thumbnails.upload-timeout}") Duration limit) {
    this.limit = limit;
  }

  @Override
  public HttpHandler apply(HttpHandler handler) {
    return (request, response) -> handler.handle(new Paced(request), response);
  }

  @Override
  public void destroy() {
    threads.dispose();
  }

  private final class Paced extends ServerHttpRequestDecorator {

    Paced(ServerHttpRequest request) {
      super(request);
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return super.getBody()
          .publishOn(threads, AHEAD)
          .takeUntilOther(Mono.delay(limit).then(Mono.error(this::late)))
          .doOnDiscard(DataBuffer.class, DataBufferUtils::release);
    }

    private ResponseStatusException late() {
      return new ResponseStatusException(
          HttpStatus.REQUEST_TIMEOUT, "The body has not come within " + limit);
    }
  }
}
