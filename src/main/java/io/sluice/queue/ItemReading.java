package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.ring.Engine;
import io.sluice.ring.TakeRun;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/**
 * The reading of one item, and what came of it: a value, or why there is none. Confined to its
 * drain; while an item is read elsewhere, to the thread that reads it.
 */
final class ItemReading<T> {
  private final Receiving<T> receiving;
  private final ReceiveOptions options;
  private final TakeRun run;
  private @Nullable T value;
  private @Nullable CodecException undecodable;
  private @Nullable LetterRefusedException refused;

  ItemReading(Receiving<T> receiving, ReceiveOptions options, TakeRun run) {
    this.receiving = receiving;
    this.options = options;
    this.run = run;
  }

  /** Reads an item, unless that may block: false, and nothing is read. */
  boolean read(int item) {
    if (receiving.mayBlock(run, item)) {
      return false;
    }
    try {
      value = receiving.decoder.decode(run, item);
      return true;
    } catch (CodecException e) {
      return isUndecodable(e);
    }
  }

  /** It cannot be decoded; false if that is to be dealt with where it may block. */
  boolean isUndecodable(CodecException why) {
    if (receiving.goesToDeadLetters(options)) {
      return false;
    }
    undecodable = why;
    return true;
  }

  /** Files are read, and dead letters written, on a thread that may block. */
  void readElsewhere(int item, Engine.Answer read) {
    Schedulers.boundedElastic().schedule(() -> readBlocking(item, read));
  }

  private void readBlocking(int item, Engine.Answer read) {
    Throwable failure = null;
    try {
      value = receiving.readOrBury(run, item, options);
    } catch (CodecException e) {
      undecodable = e;
    } catch (LetterRefusedException e) {
      refused = e;
    } catch (Throwable e) {
      failure = e;
    }
    read.answered(1, failure);
    if (failure != null) {
      Exceptions.throwIfFatal(failure);
    }
  }

  /** What was read; null if the item is nobody's to have. */
  @Nullable T value() {
    return value;
  }

  /** The same, and forgets it. */
  @Nullable T takeValue() {
    T read = value;
    value = null;
    return read;
  }

  /** Why the dead letters do not accept the item, once; null if they were not asked, or do. */
  @Nullable LetterRefusedException takeRefusal() {
    LetterRefusedException why = refused;
    refused = null;
    return why;
  }

  /** The failure that ends the subscription, once; null if the item can be read, or is skipped. */
  @Nullable CodecException takeFailure() {
    CodecException why = undecodable;
    undecodable = null;
    return options.decodeFailure() == ReceiveOptions.DecodeFailure.SKIP ? null : why;
  }
}
