package io.sluice.bench;

import io.sluice.bench.peer.AeronPeer;
import io.sluice.bench.peer.RingPeer;
import io.sluice.bench.peer.SluiceBlockingPeer;
import io.sluice.bench.peer.SluicePeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A system whose processes are JVMs: {@link BenchWorker} around a {@link Peer}.
 *
 * @param jvmArgs what this system's own documentation asks for
 */
record JvmContender(String name, Supplier<Peer> newPeer, List<String> jvmArgs, boolean competes)
    implements Contender {
  static final List<JvmContender> ALL =
      List.of(
          new JvmContender("sluice", SluicePeer::new, List.of(), true),
          new JvmContender("sluice-blocking", SluiceBlockingPeer::new, List.of(), true),
          new JvmContender("ring", RingPeer::new, List.of(), true),
          new JvmContender("aeron", AeronPeer::new, AeronPeer.JVM_ARGS, false));

  private static final int MANY = 4;

  static Peer newPeer(String name) {
    for (JvmContender contender : ALL) {
      if (contender.name().equals(name)) {
        return contender.newPeer().get();
      }
    }
    throw new IllegalArgumentException("no such peer: " + name);
  }

  @Override
  public void start(Case spec, Workspace workspace, Group group)
      throws IOException, InterruptedException {
    if (!competes && !spec.isOneToOne()) {
      throw new Refusal("no competing consumers: each of them gets every message");
    }
    Child host = child(Role.HOST, spec, workspace.path().toString());
    group.addConsumer(host);
    String endpoint = host.expect(Protocol.READY);
    for (int i = 1; i < spec.consumers(); i++) {
      group.addConsumer(child(Role.CONSUMER, spec, endpoint));
    }
    for (int i = 0; i < spec.producers(); i++) {
      group.addProducer(child(Role.PRODUCER, spec, endpoint));
    }
    awaitReady(group.consumers().subList(1, spec.consumers()));
    awaitReady(group.producers());
  }

  private static void awaitReady(List<Child> children) throws InterruptedException {
    for (Child child : children) {
      child.expect(Protocol.READY);
    }
  }

  private Child child(Role role, Case spec, String endpoint) throws IOException {
    List<String> options = new ArrayList<>(jvmArgs);
    if (spec.producers() + spec.consumers() > MANY) {
      options.addAll(Commands.SMALL_HEAP);
    }
    List<String> command =
        Commands.java(options, BenchWorker.class, name, role.toString(), spec.name(), endpoint);
    return Child.start(name + " " + role, Commands.placed(command, spec.oneCpu()));
  }
}
