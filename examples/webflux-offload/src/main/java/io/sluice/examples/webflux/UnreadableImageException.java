package io.sluice.examples.webflux;

import java.io.IOException;

/**
 * What was uploaded is the uploader's mistake. Thrown in the worker, recognized by its name here.
 */
final class UnreadableImageException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableImageException(String message) {
    super(message);
  }
}
