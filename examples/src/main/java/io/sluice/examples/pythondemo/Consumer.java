package io.sluice.examples.pythondemo;

/** The main class of a consumer's JVM. */
final class Consumer {
  private Consumer() {}

  /** Takes the three addresses and this consumer's number. */
  public static void main(String[] args) throws InterruptedException {
    Role.play("consumer " + args[3], args, queue -> "got " + queue.take());
  }
}
