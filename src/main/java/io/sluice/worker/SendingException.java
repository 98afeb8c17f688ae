package io.sluice.worker;

/** In the worker: not the task failed, but to read what came or to write what is to go. */
final class SendingException extends Exception {

  private static final long serialVersionUID = 1L;

  SendingException(RuntimeException cause) {
    super(cause);
  }
}
