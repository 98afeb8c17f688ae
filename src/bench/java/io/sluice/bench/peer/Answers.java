package io.sluice.bench.peer;

import io.sluice.ring.Engine;

final class Answers {
  /** For an engine that always answers at once. */
  static final Engine.Answer NEVER_LATER =
      (result, failure) -> {
        throw new IllegalStateException("an answer that came later: " + result, failure);
      };

  private Answers() {}
}
