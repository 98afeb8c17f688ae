package io.sluice.memory;

import java.nio.channels.Channel;
import java.nio.file.Path;

/** Puts a watch before the changes of the disk that one thread makes, which may stop it there. */
public final class WatchedDisk {
  /** Who watches. */
  public interface Watch {
    /** Called before each change: may throw, or block the caller. */
    void before(String change, Path path);

    /** Something was opened that the kernel closes at the process's end. */
    void opened(Channel channel);
  }

  private static final ThreadLocal<Watch> PRESENT = new ThreadLocal<>();

  static {
    Disk.setWatch(
        new Disk.Watch() {
          @Override
          public void before(String change, Path path) {
            Watch watch = PRESENT.get();
            if (watch != null) {
              watch.before(change, path);
            }
          }

          @Override
          public void opened(Channel channel) {
            Watch watch = PRESENT.get();
            if (watch != null) {
              watch.opened(channel);
            }
          }
        });
  }

  private WatchedDisk() {}

  /** Runs a task, watched. */
  public static void run(Watch watch, Runnable task) {
    Watch before = PRESENT.get();
    PRESENT.set(watch);
    try {
      task.run();
    } finally {
      if (before == null) {
        PRESENT.remove();
      } else {
        PRESENT.set(before);
      }
    }
  }
}
