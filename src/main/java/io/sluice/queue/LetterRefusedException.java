package io.sluice.queue;

import io.sluice.SluiceException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The dead letters do not accept an item, which goes back then: never seen by consumers. */
final class LetterRefusedException extends SluiceException {
  private static final long serialVersionUID = 1L;

  LetterRefusedException(URI queue, String why, @Nullable Throwable cause) {
    super("the dead letters of " + queue + " do not accept an item: " + why, cause);
  }
}
