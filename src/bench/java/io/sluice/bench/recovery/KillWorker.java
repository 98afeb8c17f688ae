package io.sluice.bench.recovery;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import java.nio.file.Path;

/** The child JVM of {@link Kill}: {@code <peer> <name> <workspace> <endpoint>}. */
public final class KillWorker {
  static final String HOST = "host";
  static final String READER = "reader-";
  static final String WRITER = "writer-";

  /** To a reader: tell when you got nothing, since that instant. */
  static final String GAPS = "GAPS";

  /** To a writer: stop in the middle of a write, where that can be done. */
  static final String STALL = "STALL";

  private static final int FAILED = 1;

  private KillWorker() {}

  public static void main(String[] args) {
    try {
      Crowd crowd = Crowd.Named.named(args[0]).newCrowd().get();
      String name = args[1];
      Path workspace = Path.of(args[2]);
      if (name.equals(HOST)) {
        host(crowd, workspace);
      } else if (name.startsWith(READER)) {
        read(crowd, Tally.create(workspace, name), args[3]);
      } else {
        write(crowd, Tally.create(workspace, name), args[3]);
      }
      Parent.awaitEnd();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void host(Crowd crowd, Path workspace) throws Exception {
    Parent parent = Parent.awaited(workspace);
    String endpoint = crowd.create(workspace.toString());
    parent.say(Protocol.READY, endpoint);
    parent.await(Protocol.FINISH);
    crowd.finish(endpoint);
  }

  private static void write(Crowd crowd, Tally tally, String endpoint) throws Exception {
    Parent parent = Parent.awaited(null);
    parent.say(Protocol.READY);
    parent.await(Protocol.START);
    Thread writing =
        thread(
            () -> {
              crowd.write(endpoint, tally);
              parent.say(Protocol.SENT, tally.total());
            });
    if (parent.awaitEither(STALL, Protocol.STOP).equals(STALL)) {
      tally.stall();
      parent.await(Protocol.STOP);
    }
    tally.enough();
    writing.join();
  }

  private static void read(Crowd crowd, Tally tally, String endpoint) throws Exception {
    Parent parent = Parent.awaited(null);
    Journal journal = new Journal(tally);
    Thread reading = thread(() -> crowd.read(endpoint, journal));
    parent.say(Protocol.READY);
    parent.await(Protocol.MARK);
    journal.awaitFirst();
    parent.say(Protocol.MARKED);
    long from = Long.parseLong(parent.await(GAPS));
    parent.say(Protocol.RESULT, journal.gapsSince(from).toNumbers());
    parent.await(Protocol.FINISH);
    reading.join();
    parent.say(Protocol.RECEIVED, journal.receivedFrom(0), journal.receivedFrom(1));
  }

  private static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(FAILED);
              }
            },
            "bench-work");
    thread.start();
    return thread;
  }

  private interface Work {
    void run() throws Exception;
  }
}
