package io.sluice.examples.pythondemo;

import io.sluice.codec.Codec;

/**
 * What is produced and consumed.
 *
 * @param producer whose it is
 * @param number its how-manieth, from 1
 */
record Item(int producer, int number) {
  static final Codec<Item> CODEC = Codec.kryo(Item.class);

  @Override
  public String toString() {
    return "item " + producer + "/" + number;
  }
}
