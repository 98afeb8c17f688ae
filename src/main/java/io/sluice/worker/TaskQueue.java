package io.sluice.worker;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for a worker: in the order of their admission, those that are tried again before
 * all others. One that is cancelled leaves at once, wherever it is. Confined to the pool's events.
 */
final class TaskQueue {
  private final Set<Task> again = new LinkedHashSet<>();
  private final Set<Task> fresh = new LinkedHashSet<>();

  void add(Task task) {
    fresh.add(task);
  }

  void addFirst(Task task) {
    again.add(task);
  }

  boolean remove(Task task) {
    return fresh.remove(task) || again.remove(task);
  }

  @Nullable Task poll() {
    Iterator<Task> tasks = (again.isEmpty() ? fresh : again).iterator();
    if (!tasks.hasNext()) {
      return null;
    }
    Task first = tasks.next();
    tasks.remove();
    return first;
  }

  boolean isEmpty() {
    return again.isEmpty() && fresh.isEmpty();
  }

  int size() {
    return again.size() + fresh.size();
  }
}
