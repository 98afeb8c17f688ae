package io.sluice.pipe;

import io.sluice.IncompatibleQueueException;
import io.sluice.codec.Codec;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.ShmAddress;
import java.net.URI;

/**
 * The addresses of a pipe's ends: the pipe's own and a suffix that says which end.
 *
 * <pre>
 * name.first, name.second     a pipe both ways: what is in the file of that name this end writes,
 *                             and the other one reads
 * name.writer, name.reader    a pipe one way: one file, the writer's
 * </pre>
 */
enum PipeAddress {
  /** The first end of a pipe both ways. */
  FIRST(".first"),

  /** The second end of a pipe both ways. */
  SECOND(".second"),

  /** The writing end of a pipe one way. */
  WRITER(ShmAddress.WRITER),

  /** The reading end of a pipe one way. */
  READER(ShmAddress.READER);

  static final String LONGEST_SUFFIX = SECOND.suffix;

  private final String suffix;

  PipeAddress(String suffix) {
    this.suffix = suffix;
  }

  URI in(URI pipe) {
    return URI.create(pipe + suffix);
  }

  /** Which end of a pipe both ways an address names; the first if it names none. */
  static PipeAddress of(URI address) {
    return address.toString().endsWith(SECOND.suffix) ? SECOND : FIRST;
  }

  /** The other end of a pipe both ways. */
  static URI opposite(URI address) {
    PipeAddress end = of(address);
    String text = address.toString();
    String pipe = text.substring(0, text.length() - end.suffix.length());
    return (end == FIRST ? SECOND : FIRST).in(URI.create(pipe));
  }

  /**
   * Opens the file of an address that must name this end.
   *
   * @throws IncompatibleQueueException if it names anything else that exists
   */
  SharedMemoryEngine open(URI address, Codec<?> codec) {
    SharedMemoryEngine engine =
        SharedMemoryEngine.open(address, QueueSettings.Kind.PIPE, codec.fingerprint(), 0);
    if (!address.toString().endsWith(suffix)) {
      var unused = engine.close();
      throw new IncompatibleQueueException("end of a pipe", address.toString(), "*" + suffix);
    }
    return engine;
  }
}
