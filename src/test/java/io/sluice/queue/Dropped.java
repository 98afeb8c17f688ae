package io.sluice.queue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/** What Reactor was left with during one test, since nobody else could be told. */
final class Dropped implements BeforeEachCallback, AfterEachCallback {
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final List<Object> items = new CopyOnWriteArrayList<>();

  List<Throwable> errors() {
    return errors;
  }

  /** Handed over to a subscriber that had cancelled meanwhile. */
  List<Object> items() {
    return items;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Hooks.onErrorDropped(errors::add);
    Hooks.onNextDropped(items::add);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Hooks.resetOnErrorDropped();
    Hooks.resetOnNextDropped();
  }
}
