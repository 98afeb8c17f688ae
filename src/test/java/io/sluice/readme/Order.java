package io.sluice.readme;

import io.sluice.codec.Codec;

// snippet: order
record Order(long id, String item) {
  static final Codec<Order> CODEC = Codec.kryo(Order.class);
}
// end
