package io.sluice.readme;

import io.sluice.worker.WorkerPool;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

// snippet: spring
@RestController
final class Images {
  private final WorkerPool pool;

  Images(WorkerPool pool) {
    this.pool = pool;
  }

  @GetMapping("/thumbnails/{image}")
  Mono<String> thumbnail(@PathVariable("image") String image) {
    return pool.call(Thumbnails::make, image);
  }
}
// end
