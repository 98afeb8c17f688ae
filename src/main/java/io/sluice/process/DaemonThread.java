package io.sluice.process;

/** Threads of the library's own, which keep no JVM alive and which no scheduler knows. */
final class DaemonThread {

  private DaemonThread() {}

  static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
