package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import java.lang.ref.WeakReference;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.jspecify.annotations.Nullable;

/** A Kryo with its input and output, used by one thread at a time. */
final class Session {

  private final Root root;
  private final Kryo kryo;
  private final FrameOutput output = new FrameOutput();
  private final FrameInput input = new FrameInput();
  private boolean broken;

  /** Whose it is, see {@link SessionPool}; null while it is a spare one. */
  private volatile @Nullable WeakReference<Thread> owner;

  /** Whether the owner is using it. Only the owner reads and writes it. */
  private boolean busy;

  Session(Root root, Kryo kryo) {
    this.root = root;
    this.kryo = kryo;
  }

  void encode(Object item, ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    output.bind(target);
    try {
      write(item);
      output.finish(target);
    } finally {
      output.release();
    }
  }

  private void write(Object item) {
    try {
      root.write(kryo, output, item);
    } catch (Throwable failure) {
      recoverFrom(failure, false);
      if (!output.overflowed()) {
        throw Failures.encoding(root, item, failure);
      }
    }
    if (output.overflowed()) {
      throw new BufferOverflowException();
    }
  }

  Object decode(ByteBuffer source) {
    input.bind(source);
    try {
      Object item = root.read(kryo, input);
      input.requireEnd();
      source.position(source.limit());
      return item;
    } catch (Throwable failure) {
      recoverFrom(failure, kryo.getReferences());
      throw Failures.decoding(root, source.remaining(), failure);
    } finally {
      input.release();
    }
  }

  /**
   * Puts the Kryo in order after a failure. Where that is not known to be possible it is not used
   * again: an error may have struck anywhere, and Kryo leaves the ids of objects that were being
   * read on a stack that no method clears.
   */
  private void recoverFrom(Throwable failure, boolean leavesIds) {
    kryo.reset();
    broken = leavesIds || failure instanceof Error;
  }

  /** Whether it must not be used again. */
  boolean isBroken() {
    return broken;
  }

  /** Begins to use it if it belongs to the calling thread and is not in use. */
  boolean tryEnter(Thread caller) {
    WeakReference<Thread> owner = this.owner;
    if (owner == null || !owner.refersTo(caller) || busy) {
      return false;
    }
    busy = true;
    return true;
  }

  void enterAsOwner(Thread caller) {
    busy = true;
    owner = new WeakReference<>(caller);
  }

  void disown() {
    owner = null;
  }

  /** Ends the use of it, and returns whether it has an owner. */
  boolean leave() {
    busy = false;
    return owner != null;
  }

  boolean isAbandoned() {
    WeakReference<Thread> owner = this.owner;
    if (owner == null) {
      return false;
    }
    Thread thread = owner.get();
    return thread == null || !thread.isAlive();
  }
}
