package io.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The processes of one repetition. One process may stand in several places: Python's queue has to
 * be inherited, so a single process speaks for all of its consumers and producers.
 */
final class Group implements AutoCloseable {
  private final List<Child> consumers = new ArrayList<>();
  private final List<Child> producers = new ArrayList<>();

  void addConsumer(Child child) {
    consumers.add(child);
  }

  void addProducer(Child child) {
    producers.add(child);
  }

  List<Child> consumers() {
    return consumers;
  }

  List<Child> producers() {
    return producers;
  }

  @Override
  public void close() {
    Set<Child> all = new LinkedHashSet<>(producers);
    all.addAll(consumers);
    all.forEach(Child::close);
  }
}
