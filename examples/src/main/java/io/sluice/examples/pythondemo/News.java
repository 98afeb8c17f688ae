package io.sluice.examples.pythondemo;

import io.sluice.codec.Codec;

/** What the children tell their parent. */
sealed interface News {
  Codec<News> CODEC = Codec.kryo(News.class);

  /** Who tells it: "producer 3". */
  String who();

  /** A child is up and has opened everything. */
  record Started(String who) implements News {}

  /** Something to print. A whole line has two parts, and the second one ends it. */
  record Part(String who, String text, boolean last) implements News {}

  /** A child has ended, after so many items. */
  record Ended(String who, long items) implements News {}
}
