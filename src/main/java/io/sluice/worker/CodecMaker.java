package io.sluice.worker;

import io.sluice.codec.Codec;
import java.util.Objects;

/**
 * Makes the codec that a pool's builder was given the recipe of, in the pool and in its workers.
 */
final class CodecMaker {
  private CodecMaker() {}

  static Codec<Object> make(RemoteCallable<?> recipe) throws Exception {
    Object made = Objects.requireNonNull(recipe.call(), "the codec that was made");
    @SuppressWarnings("unchecked") // The builder takes no other recipe.
    Codec<Object> codec = (Codec<Object>) made;
    return codec;
  }
}
