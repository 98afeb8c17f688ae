package io.sluice.readme;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The work of the README's worker pool. */
final class Thumbnails {
  private Thumbnails() {}

  static String make(String image) {
    return "small " + image;
  }

  static Publisher<String> pages(String album) {
    return Flux.range(1, 1_000).map(page -> album + " " + page);
  }
}
