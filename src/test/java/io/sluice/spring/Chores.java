package io.sluice.spring;

import io.sluice.testing.TestJvm;
import io.sluice.worker.WorkerPool;
import java.util.concurrent.CountDownLatch;

/** What workers do here. */
final class Chores {
  private Chores() {}

  /** Calls from here: a worker loads the class in which a task is written. */
  static String greetBy(WorkerPool pool, String name) {
    return pool.call(Chores::greet, name).block(TestJvm.PATIENCE);
  }

  static String greet(String name) {
    return "Hello " + name;
  }

  static long pid(String ignored) {
    return ProcessHandle.current().pid();
  }

  static String property(String name) {
    return System.getProperty(name);
  }

  static String fail(String message) {
    throw new IllegalStateException(message);
  }

  static String exit(int code) {
    System.exit(code);
    return "";
  }

  static String park(String ignored) throws InterruptedException {
    new CountDownLatch(1).await();
    return "";
  }
}
