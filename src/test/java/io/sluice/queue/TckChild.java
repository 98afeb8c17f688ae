package io.sluice.queue;

import io.sluice.codec.Codec;
import io.sluice.testing.TestJvm;
import java.net.URI;

/**
 * The other JVM of a verification. It is told what to do through a queue, by lines of a command,
 * the address of a queue and a number.
 */
final class TckChild implements AutoCloseable {
  private final SharedQueue<String> commands;
  private final TestJvm jvm;

  private TckChild(SharedQueue<String> commands, TestJvm jvm) {
    this.commands = commands;
    this.jvm = jvm;
  }

  static TckChild start() {
    SharedQueue<String> commands = SharedQueue.create(TckQueues.MAX_SIZE, Codec.utf8());
    TestJvm jvm = TestJvm.start(TckChild.class, commands.address().toString());
    jvm.awaitLine("ready");
    return new TckChild(commands, jvm);
  }

  boolean isAlive() {
    return jvm.child().isAlive();
  }

  /** Has the child put numbers and then end the stream. */
  void feed(SharedQueue<Long> queue, long count) {
    command("feed", queue, count);
  }

  /** Has the child take so many items. */
  void take(SharedQueue<Long> queue, long count) {
    command("take", queue, count);
  }

  private void command(String name, SharedQueue<Long> queue, long count) {
    commands.send(name + ' ' + queue.address() + ' ' + count).block(TestJvm.PATIENCE);
  }

  @Override
  public void close() {
    commands.complete();
    jvm.close();
    commands.close();
  }

  /** The child: holds no thread for a command, so that one that never ends delays no other. */
  public static void main(String[] args) throws InterruptedException {
    try (SharedQueue<String> commands = SharedQueue.open(URI.create(args[0]), Codec.utf8())) {
      System.out.println("ready");
      commands.receive().doOnNext(TckChild::execute).blockLast();
    }
  }

  private static void execute(String command) {
    String[] words = command.split(" ", -1);
    SharedQueue<Long> queue = SharedQueue.open(URI.create(words[1]), TckQueues.codec());
    long count = Long.parseLong(words[2]);
    if (words[0].equals("feed")) {
      TckQueues.feed(queue, count);
    } else {
      queue.receive().take(count).subscribe(item -> {}, failure -> {}, queue::close);
    }
  }
}
