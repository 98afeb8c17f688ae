package io.sluice.queue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How a subscription receives. Immutable: each {@code with} method returns another instance.
 *
 * <p>{@code publishOn} and {@code flatMap} request 256 items at once by default. Behind {@link
 * SharedQueue#receive()} those are handed over, and so are no other consumer's, before the first is
 * processed: prefer {@code concatMap(f, 0)}, {@code flatMap(f, n)}, {@link SharedQueue#process}, or
 * manual acknowledgement, whose {@link #withMaxInFlight} counts until the item is settled.
 */
public final class ReceiveOptions {
  /** What becomes of an item that the codec cannot decode. Its room is free again in each case. */
  public enum DecodeFailure {
    /** It is settled, and the subscription ends with the {@link io.sluice.CodecException}. */
    FAIL,

    /** It is settled, and the subscription goes on. */
    SKIP,

    /**
     * Its bytes go to the queue's dead letters, and the subscription goes on. Without dead letters:
     * as {@link #FAIL}.
     */
    DEAD_LETTER
  }

  private static final ReceiveOptions DEFAULTS = new ReceiveOptions(256, null, DecodeFailure.FAIL);

  private final int maxInFlight;
  private final @Nullable Scheduler scheduler;
  private final DecodeFailure decodeFailure;

  private ReceiveOptions(
      int maxInFlight, @Nullable Scheduler scheduler, DecodeFailure decodeFailure) {
    this.maxInFlight = maxInFlight;
    this.scheduler = scheduler;
    this.decodeFailure = decodeFailure;
  }

  /**
   * At most 256 in flight, a worker of {@code Schedulers.parallel()} for each subscription, {@link
   * DecodeFailure#FAIL}.
   *
   * @return the defaults
   */
  public static ReceiveOptions defaults() {
    return DEFAULTS;
  }

  /**
   * The most items that the subscription claims beyond those it has emitted or, with manual
   * acknowledgement, those that are settled. It never claims more than is requested.
   *
   * @param maxInFlight 1 or more
   * @return such options
   */
  public ReceiveOptions withMaxInFlight(int maxInFlight) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be 1 or more: " + maxInFlight);
    }
    return new ReceiveOptions(maxInFlight, scheduler, decodeFailure);
  }

  /**
   * Where items are delivered: on one worker of the scheduler for each subscription. {@code
   * Schedulers.immediate()} delivers on the requesting thread or the library's one waiting thread,
   * for the lowest latency: nothing downstream may block then.
   *
   * @param scheduler the scheduler
   * @return such options
   */
  public ReceiveOptions withScheduler(Scheduler scheduler) {
    return new ReceiveOptions(
        maxInFlight, Objects.requireNonNull(scheduler, "scheduler"), decodeFailure);
  }

  /**
   * What becomes of an item that cannot be decoded.
   *
   * @param decodeFailure what
   * @return such options
   */
  public ReceiveOptions withDecodeFailure(DecodeFailure decodeFailure) {
    return new ReceiveOptions(
        maxInFlight, scheduler, Objects.requireNonNull(decodeFailure, "decodeFailure"));
  }

  int maxInFlight() {
    return maxInFlight;
  }

  /** Null for the default one, which is looked up at each subscription. */
  @Nullable Scheduler scheduler() {
    return scheduler;
  }

  DecodeFailure decodeFailure() {
    return decodeFailure;
  }
}
