package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A pipe both ways between two processes: each end reads what the other writes. Messages keep their
 * boundaries and may be larger than the pipe's capacity; a reader's demand reaches the writer; both
 * ends may send large messages at once.
 *
 * <p>The creator keeps one end, or hands out both: the address of an end goes to another process,
 * which opens it with {@link PipeEnd#open}. <b>An end belongs to the handle that first uses it</b>
 * (sends, subscribes, takes, completes), for good. Opening an end, or creating the pipe, uses none:
 * processes that merely know an address neither keep a stream from ending nor end it, whatever
 * becomes of them.
 *
 * <p>A pipe serves once. It goes with its creator, whose end in order withdraws the ends that
 * nobody has used; when the creator dies, it goes with the last process that has it open. A name
 * only makes its addresses known beforehand.
 *
 * @param <A> the type of the messages from the first end to the second
 * @param <B> the type of those from the second to the first
 */
public interface SharedPipe<A, B> extends AutoCloseable {
  /**
   * Creates an anonymous pipe both ways, of 1 MiB each.
   *
   * @param <A> the type of the messages from the first end to the second
   * @param <B> the type of those from the second to the first
   * @param firstToSecond how the former become bytes
   * @param secondToFirst how the latter become bytes
   * @return the pipe
   * @throws io.sluice.SluiceException if the directory or the space is lacking
   */
  static <A, B> SharedPipe<A, B> duplex(Codec<A> firstToSecond, Codec<B> secondToFirst) {
    return builder(firstToSecond, secondToFirst).create();
  }

  /**
   * Creates an anonymous pipe one way, of 1 MiB.
   *
   * @param <T> the messages' type
   * @param codec how messages become bytes
   * @return the pipe
   * @throws io.sluice.SluiceException if the directory or the space is lacking
   */
  static <T> SimplexPipe<T> simplex(Codec<T> codec) {
    return SimplexPipe.builder(codec).create();
  }

  /**
   * Begins to describe a pipe both ways.
   *
   * @param <A> the type of the messages from the first end to the second
   * @param <B> the type of those from the second to the first
   * @param firstToSecond how the former become bytes
   * @param secondToFirst how the latter become bytes
   * @return a builder, for one thread
   */
  static <A, B> Builder<A, B> builder(Codec<A> firstToSecond, Codec<B> secondToFirst) {
    return new DuplexPipe.DuplexBuilder<>(
        Objects.requireNonNull(firstToSecond, "firstToSecond"),
        Objects.requireNonNull(secondToFirst, "secondToFirst"));
  }

  /**
   * This process's handle on the first end; each call returns the same one.
   *
   * @return the end, not used yet
   */
  PipeEnd<B, A> first();

  /**
   * This process's handle on the second end; each call returns the same one.
   *
   * @return the end, not used yet
   */
  PipeEnd<A, B> second();

  /**
   * The name of the first end for any process.
   *
   * @return its address
   */
  URI firstAddress();

  /**
   * The name of the second end for any process.
   *
   * @return its address
   */
  URI secondAddress();

  /**
   * Closes the pipe: an end that nobody has used is withdrawn, which the other end sees as its
   * orderly close; one that {@link #first()} or {@link #second()} of this object has used is
   * closed. Ends that others use go on. Closing twice is harmless.
   */
  @Override
  void close();

  /**
   * Describes a pipe both ways. Not thread-safe.
   *
   * @param <A> the type of the messages from the first end to the second
   * @param <B> the type of those from the second to the first
   */
  interface Builder<A, B> {
    /**
     * Names the pipe; its ends have the addresses {@code shm:name.first} and {@code
     * shm:name.second}. Without a name it is anonymous.
     *
     * @param name letters, digits, underscore, and after the first also dot and hyphen; 113 at most
     * @return this
     */
    Builder<A, B> name(String name);

    /**
     * Where the pipe's files are; the default directory otherwise. A missing directory is created,
     * for its owner alone.
     *
     * @param directory the directory
     * @return this
     */
    Builder<A, B> directory(Path directory);

    /**
     * How much may be on its way in each direction, reserved at creation: in blocks of 4 KiB, two
     * at least. A message takes whole blocks. 1 MiB by default.
     *
     * @param bytes 1 or more
     * @return this
     */
    Builder<A, B> capacity(int bytes);

    /**
     * The limit of a message's size. 256 MiB by default.
     *
     * @param bytes encoded bytes, 1 or more
     * @return this
     */
    Builder<A, B> maxMessageSize(int bytes);

    /**
     * Creates the pipe.
     *
     * @return the pipe
     * @throws io.sluice.SluiceException if it exists, or the directory or the space is lacking
     */
    SharedPipe<A, B> create();
  }
}
