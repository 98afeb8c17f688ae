package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import java.net.URI;
import java.util.Objects;

/**
 * One end of a pipe both ways: it reads what the other end writes and writes what that reads. Both
 * belong to the handle that first uses either. The two directions end each on their own: {@link
 * #complete()} and {@link #fail} end the writing alone, and reading goes on.
 *
 * @param <I> the type of the messages that come in
 * @param <O> the type of the messages that go out
 */
public interface PipeEnd<I, O> extends PipeReader<I>, PipeWriter<O> {
  /**
   * Opens an end of a pipe, without using it yet.
   *
   * @param <I> the type of the messages that come in
   * @param <O> the type of the messages that go out
   * @param address the end's address
   * @param in the same codec as the pipe's creator's for the messages that come in
   * @param out the same for those that go out
   * @return a handle
   * @throws io.sluice.IncompatibleQueueException if a codec is another, or the address that of
   *     something else
   * @throws io.sluice.SluiceException if there is none
   */
  static <I, O> PipeEnd<I, O> open(URI address, Codec<I> in, Codec<O> out) {
    return DuplexEnd.open(
        Objects.requireNonNull(address, "address"),
        Objects.requireNonNull(in, "in"),
        Objects.requireNonNull(out, "out"));
  }

  @Override
  URI address();

  @Override
  void expect(ChildJvm child);

  /**
   * Completes the writing side and cancels the reading side, if this handle has used the end, and
   * closes the handle. One that has not used it changes nothing for others. Closing twice is
   * harmless.
   */
  @Override
  void close();
}
