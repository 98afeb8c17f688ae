package io.sluice.bench;

import java.nio.file.Path;

/**
 * The child JVM: {@code BenchWorker <peer> <role> <case> <endpoint>}. It plays its role once and
 * then waits for the parent to let it go.
 */
public final class BenchWorker {
  private static final int FAILED = 1;

  private BenchWorker() {}

  public static void main(String[] args) {
    try {
      Role role = Role.parse(args[1]);
      Run run = new Run(Case.parse(args[2]), args[3]);
      Control control = new Control(run, role == Role.HOST ? Path.of(args[3]) : null);
      play(role, JvmContender.newPeer(args[0]), run, control);
      Parent.awaitEnd();
    } catch (Throwable e) {
      // A peer's threads would keep the process alive, and the parent would wait for it in vain.
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void play(Role role, Peer peer, Run run, Control control) throws Exception {
    switch (role) {
      case HOST -> {
        run.endpoint(peer.create(run));
        consume(peer, run, control);
      }
      case CONSUMER -> consume(peer, run, control);
      case PRODUCER -> produce(peer, run, control);
    }
  }

  private static void consume(Peer peer, Run run, Control control) throws Exception {
    control.report(Protocol.READY, run.endpoint());
    peer.consume(run);
    control.report(Protocol.RECEIVED, run.meter().count(), run.meter().sum());
  }

  private static void produce(Peer peer, Run run, Control control) throws Exception {
    control.report(Protocol.READY, run.endpoint());
    control.awaitStart();
    peer.produce(run);
    control.report(Protocol.SENT, run.meter().count(), run.meter().sum());
    control.awaitFinish();
    peer.finish(run);
  }
}
