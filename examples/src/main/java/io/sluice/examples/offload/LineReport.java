package io.sluice.examples.offload;

import io.sluice.codec.Codec;
import java.math.BigInteger;
import java.util.Map;

/**
 * What a worker found out about one line, on its way back.
 *
 * @param line the line's number
 * @param worker who did it
 * @param words how often each word occurs in the line
 * @param hash the line's stretched hash
 */
record LineReport(long line, int worker, Map<String, Integer> words, BigInteger hash) {
  static final Codec<LineReport> CODEC = Codec.kryo(LineReport.class);
}
