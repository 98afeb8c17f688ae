package io.sluice.multijvm;

import io.sluice.codec.Codec;
import io.sluice.queue.Delivery;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** What the acts of one puppet share. */
final class Stage {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** For an act to leave things to a later one. */
  final Map<String, Object> things = new ConcurrentHashMap<>();

  private final @Nullable URI address;
  private @Nullable SharedQueue<String> queue;

  Stage(@Nullable URI address) {
    this.address = address;
  }

  /** The queue that the puppet was started for, opened once. */
  synchronized SharedQueue<String> queue() {
    if (queue == null) {
      queue = SharedQueue.open(address, Codec.utf8());
    }
    return queue;
  }

  /** Another handle. */
  static SharedQueue<String> open(URI address) {
    return SharedQueue.open(address, Codec.utf8());
  }

  /** Puts {@code count} items, named and numbered. */
  int putAll(String name, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      if (!queue().offer(name + ':' + i, PATIENCE)) {
        throw new AssertionError("no room for " + name + ':' + i);
      }
    }
    return count;
  }

  /** Takes until an item that begins with "end" comes. */
  List<String> takeToEnd() throws InterruptedException {
    ArrayList<String> taken = new ArrayList<>();
    String item = queue().poll(PATIENCE);
    while (item != null && !item.startsWith("end")) {
      taken.add(item);
      item = queue().poll(PATIENCE);
    }
    if (item == null) {
      throw new AssertionError("nothing came after " + taken.size() + " items");
    }
    return taken;
  }

  /** Takes so many deliveries, no more, and keeps them. */
  List<String> hold(int count) throws InterruptedException {
    CountDownLatch all = new CountDownLatch(count);
    List<Delivery<String>> held = new CopyOnWriteArrayList<>();
    things.put("held", held);
    BaseSubscriber<Delivery<String>> holder =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            subscription.request(count);
          }

          @Override
          protected void hookOnNext(Delivery<String> delivery) {
            held.add(delivery);
            all.countDown();
          }
        };
    things.put("holder", holder);
    queue().receiveManualAck().subscribe(holder);
    if (!all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("held only " + held.size());
    }
    List<String> values = new ArrayList<>();
    held.forEach(delivery -> values.add(delivery.value()));
    return values;
  }

  /** Settles the deliveries that are kept; their attempts. */
  List<Integer> ack() {
    List<Integer> attempts = new ArrayList<>();
    for (Object held : (List<?>) things.get("held")) {
      ((Delivery<?>) held).ack();
      attempts.add(((Delivery<?>) held).attempt());
    }
    return attempts;
  }

  /** Sends whole items, named and numbered from 0, until it is killed. */
  boolean sendForEver(String name) {
    Flux<String> items = Flux.range(0, Integer.MAX_VALUE).map(i -> Queues.item(name, i));
    things.put("sending", queue().sendAll(items).subscribe());
    return true;
  }

  /** Takes what is there. */
  static List<String> drain(SharedQueue<String> queue) {
    ArrayList<String> taken = new ArrayList<>();
    for (String item = queue.poll(); item != null; item = queue.poll()) {
      taken.add(item);
    }
    return taken;
  }
}
