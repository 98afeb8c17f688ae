package io.sluice.examples.offload;

import io.sluice.codec.Codec;

/**
 * One line of the text, on its way to a worker.
 *
 * @param number counted from 0 over all files
 * @param text without its line end
 */
record Line(long number, String text) {
  static final Codec<Line> CODEC = Codec.kryo(Line.class);
}
