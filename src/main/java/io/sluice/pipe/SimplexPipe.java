package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A pipe one way: one process writes, one reads. As {@link SharedPipe} otherwise.
 *
 * @param <T> the messages' type
 */
public interface SimplexPipe<T> extends AutoCloseable {
  /**
   * Begins to describe a pipe one way.
   *
   * @param <T> the messages' type
   * @param codec how messages become bytes
   * @return a builder, for one thread
   */
  static <T> Builder<T> builder(Codec<T> codec) {
    return new OneWayPipe.OneWayBuilder<>(Objects.requireNonNull(codec, "codec"));
  }

  /**
   * This process's handle on the writing end; each call returns the same one.
   *
   * @return the end, not used yet
   */
  PipeWriter<T> writer();

  /**
   * This process's handle on the reading end; each call returns the same one.
   *
   * @return the end, not used yet
   */
  PipeReader<T> reader();

  /**
   * The name of the writing end for any process.
   *
   * @return its address
   */
  URI writerAddress();

  /**
   * The name of the reading end for any process.
   *
   * @return its address
   */
  URI readerAddress();

  /**
   * Closes the pipe: an end that nobody has used is withdrawn, which the other end sees as its
   * orderly close; one that {@link #writer()} or {@link #reader()} of this object has used is
   * closed. Ends that others use go on. Closing twice is harmless.
   */
  @Override
  void close();

  /**
   * Describes a pipe one way. Not thread-safe.
   *
   * @param <T> the messages' type
   */
  interface Builder<T> {
    /**
     * Names the pipe; its ends have the addresses {@code shm:name.writer} and {@code
     * shm:name.reader}. Without a name it is anonymous.
     *
     * @param name letters, digits, underscore, and after the first also dot and hyphen; 113 at most
     * @return this
     */
    Builder<T> name(String name);

    /**
     * Where the pipe's file is; the default directory otherwise. A missing directory is created,
     * for its owner alone.
     *
     * @param directory the directory
     * @return this
     */
    Builder<T> directory(Path directory);

    /**
     * How much may be on its way, reserved at creation: in blocks of 4 KiB, two at least. A message
     * takes whole blocks. 1 MiB by default.
     *
     * @param bytes 1 or more
     * @return this
     */
    Builder<T> capacity(int bytes);

    /**
     * The limit of a message's size. 256 MiB by default.
     *
     * @param bytes encoded bytes, 1 or more
     * @return this
     */
    Builder<T> maxMessageSize(int bytes);

    /**
     * Creates the pipe.
     *
     * @return the pipe
     * @throws io.sluice.SluiceException if it exists, or the directory or the space is lacking
     */
    SimplexPipe<T> create();
  }
}
