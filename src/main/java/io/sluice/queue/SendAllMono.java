package io.sluice.queue;

import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** All of a publisher's items to be accepted. */
final class SendAllMono<T> extends Mono<Void> {
  private final Scope scope;
  private final Encoder<T> encoder;
  private final Publisher<? extends T> items;

  SendAllMono(Scope scope, Encoder<T> encoder, Publisher<? extends T> items) {
    this.scope = scope;
    this.encoder = encoder;
    this.items = items;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Void> actual) {
    items.subscribe(new SendAll<>(scope, encoder, actual));
  }
}
