package io.sluice.bench.latency;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends messages at a fixed rate, each with the instant at which it was <em>intended</em> to leave:
 * when sending is held up, the messages that have to wait for it count that wait, too, so that
 * nothing is omitted (what Gil Tene calls coordinated omission).
 *
 * <p>The last stretch before an instant is waited for with {@link Thread#yield}, since a sleeping
 * thread wakes some 50 µs late: this costs the sender's process a CPU where intervals are short.
 */
final class Timetable {
  /** A message: the intended instant, then what kind it is. */
  static final int MESSAGE_BYTES = 32;

  static final long WARM_UP = 0;
  static final long MEASURED = 1;
  static final long LAST = 2;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long AWAKE_NANOS = 300_000;

  private final byte[] message = new byte[MESSAGE_BYTES];
  private final long intervalNanos;
  private final Duration warmup;
  private final Duration window;

  Timetable(int ratePerSecond, Duration warmup, Duration window) {
    this.intervalNanos = 1_000_000_000L / ratePerSecond;
    this.warmup = warmup;
    this.window = window;
  }

  void run(Route.Departures departures) throws Exception {
    long measuredFrom = System.nanoTime() + warmup.toNanos();
    long end = measuredFrom + window.toNanos();
    long intended = System.nanoTime();
    for (; intended < end; intended += intervalNanos) {
      await(intended);
      send(departures, intended, intended < measuredFrom ? WARM_UP : MEASURED);
    }
    send(departures, intended, LAST);
  }

  static long intended(byte[] message) {
    return (long) LONG.get(message, 0);
  }

  static long kind(byte[] message) {
    return (long) LONG.get(message, Long.BYTES);
  }

  private void send(Route.Departures departures, long intended, long kind) throws Exception {
    LONG.set(message, 0, intended);
    LONG.set(message, Long.BYTES, kind);
    departures.send(message);
  }

  @SuppressWarnings("ThreadPriorityCheck") // whoever needs this CPU shall have it
  private static void await(long instant) {
    for (long left = instant - System.nanoTime(); left > 0; left = instant - System.nanoTime()) {
      if (left > AWAKE_NANOS) {
        LockSupport.parkNanos(left - AWAKE_NANOS);
      } else {
        Thread.yield();
      }
    }
  }
}
