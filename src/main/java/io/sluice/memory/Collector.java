package io.sluice.memory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks for a garbage collection when there is no space: pages of deleted files stay until their
 * buffers are collected, and nothing else tells the JVM that they are dear. Asked at most once for
 * each failed creation.
 */
final class Collector {
  private static final long AGAIN_AFTER_NANOS = 1_000_000_000L;
  private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - AGAIN_AFTER_NANOS);

  private Collector() {}

  /**
   * Whether it is worth trying again: the space was lacking, and a collection was made for it just
   * now.
   */
  static boolean collected(IOException failure) {
    long last = LAST.get();
    long now = System.nanoTime();
    if (!noSpace(failure) || now - last < AGAIN_AFTER_NANOS || !LAST.compareAndSet(last, now)) {
      return false;
    }
    System.gc();
    return true;
  }

  private static boolean noSpace(IOException failure) {
    String text = failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
    return text != null && text.toLowerCase(Locale.ROOT).contains("no space");
  }
}
