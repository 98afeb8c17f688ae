package io.sluice.examples.offload;

import java.math.BigInteger;
import java.util.List;

/**
 * The result of the whole job; equal for equal text, whoever did the work in whatever order.
 *
 * @param lines how many lines there are
 * @param words how many words
 * @param distinctWords how many different ones, upper case or lower
 * @param longestWord the longest of them, of several the first in the alphabet
 * @param frequentWords the five most frequent with their counts
 * @param hash all lines' hashes, combined by exclusive or
 */
record Answer(
    long lines,
    long words,
    int distinctWords,
    String longestWord,
    List<String> frequentWords,
    BigInteger hash) {}
