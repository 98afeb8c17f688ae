package io.sluice.examples.pythondemo;

import io.sluice.QueueClosedException;
import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedLock;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What producers and consumers have in common: three shared things, and how they are used. */
final class Role implements AutoCloseable {
  private static final int LONGEST_PAUSE_MILLIS = 1000;

  private final String who;
  private final SharedQueue<Item> queue;
  private final SharedQueue<News> news;
  private final SharedLock lock;

  private Role(String who, String[] addresses) {
    this.who = who;
    this.queue = SharedQueue.open(URI.create(addresses[0]), Item.CODEC);
    this.news = SharedQueue.open(URI.create(addresses[1]), News.CODEC);
    this.lock = SharedLock.open(URI.create(addresses[2]));
  }

  /** One item put or taken. */
  interface Step {
    /** Returns what was done with which item. */
    String once(SharedQueue<Item> queue) throws InterruptedException;
  }

  /**
   * Takes a step, prints what it was, pauses, and so on until the queue has ended for this side.
   *
   * @param who the name to print
   * @param addresses those of the queue, the news and the lock
   */
  static void play(String who, String[] addresses, Step step) throws InterruptedException {
    try (Role role = new Role(who, addresses)) {
      role.play(step);
    }
  }

  private void play(Step step) throws InterruptedException {
    print("is process " + ProcessHandle.current().pid());
    news.put(new News.Started(who));
    long items = 0;
    try {
      while (true) {
        String deed = step.once(queue);
        items++;
        print(deed);
        pause();
      }
    } catch (QueueClosedException end) {
      // Completed: producers may not put any more, consumers have found it empty.
      news.put(new News.Ended(who, items));
    }
  }

  /** Prints a line in two parts. The lock keeps the other nineteen from printing in between. */
  private void print(String deed) throws InterruptedException {
    lock.lock();
    try {
      news.put(new News.Part(who, who + " ", false));
      news.put(new News.Part(who, deed + System.lineSeparator(), true));
    } finally {
      lock.unlock();
    }
  }

  private static void pause() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
  }

  @Override
  public void close() {
    queue.close();
    news.close();
    lock.close();
  }
}
