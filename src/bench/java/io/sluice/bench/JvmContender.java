package io.sluice.bench;

import io.sluice.bench.peer.AeronPeer;
import io.sluice.bench.peer.ChroniclePeer;
import io.sluice.bench.peer.RSocketPeer;
import io.sluice.bench.peer.RingPeer;
import io.sluice.bench.peer.SluiceBlockingPeer;
import io.sluice.bench.peer.SluicePeer;
import io.sluice.bench.peer.SocketPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A system whose processes are JVMs: {@link BenchWorker} around a {@link Peer}.
 *
 * @param jvmArgs what this system's own documentation asks for
 * @param ability what it can be asked for
 */
record JvmContender(String name, Supplier<Peer> newPeer, List<String> jvmArgs, Ability ability)
    implements Contender {
  /** What a system can be asked for. */
  private enum Ability {
    /** Any number of producers and consumers, of which one gets each item; a bound in items. */
    QUEUE,
    /** One producer and one consumer; a bound in items. */
    BOUNDED_STREAM,
    /** One producer and one consumer; the bound is another one than {@code maxSize}. */
    STREAM,
    /** As a stream, and with raw items only, as it does nothing of its own with others. */
    RAW_STREAM,
    /** As a stream without any bound. */
    LOG
  }

  static final List<JvmContender> ALL =
      List.of(
          new JvmContender("sluice", SluicePeer::new, List.of(), Ability.QUEUE),
          new JvmContender("sluice-blocking", SluiceBlockingPeer::new, List.of(), Ability.QUEUE),
          new JvmContender("ring", RingPeer::new, List.of(), Ability.QUEUE),
          new JvmContender("aeron", () -> new AeronPeer(false), AeronPeer.JVM_ARGS, Ability.STREAM),
          new JvmContender(
              "aeron-kept", () -> new AeronPeer(true), AeronPeer.JVM_ARGS, Ability.RAW_STREAM),
          new JvmContender("chronicle", ChroniclePeer::new, ChroniclePeer.JVM_ARGS, Ability.LOG),
          new JvmContender("rsocket", RSocketPeer::new, List.of(), Ability.BOUNDED_STREAM),
          new JvmContender("socket", SocketPeer::new, List.of(), Ability.STREAM));

  /** From here on a bound hardly slows anybody down. */
  private static final int LARGE = 1024;

  /** A log of items that are larger grows by gigabytes in a second. */
  private static final int SMALL_BYTES = 64;

  private static final int MANY = 4;

  /** Sluice as most people use it. */
  static JvmContender sluice() {
    return ALL.get(0);
  }

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
    start(Commands.JAVA_HOME, spec, workspace, group);
  }

  /** As {@link #start(Case, Workspace, Group)}, with JVMs of a certain JDK. */
  void start(Path javaHome, Case spec, Workspace workspace, Group group)
      throws IOException, InterruptedException {
    refuse(spec);
    Child host = child(javaHome, Role.HOST, spec, workspace.path().toString());
    group.addConsumer(host);
    String endpoint = host.expect(Protocol.READY);
    for (int i = 1; i < spec.consumers(); i++) {
      group.addConsumer(child(javaHome, Role.CONSUMER, spec, endpoint));
    }
    for (int i = 0; i < spec.producers(); i++) {
      group.addProducer(child(javaHome, Role.PRODUCER, spec, endpoint));
    }
    awaitReady(group.consumers().subList(1, spec.consumers()));
    awaitReady(group.producers());
  }

  private void refuse(Case spec) {
    if (ability != Ability.QUEUE && !spec.isOneToOne()) {
      throw new Refusal("no competing consumers");
    }
    boolean bounded = ability == Ability.QUEUE || ability == Ability.BOUNDED_STREAM;
    boolean small = spec.payload().bytes() <= SMALL_BYTES;
    if (!bounded && small && spec.maxSize() < LARGE) {
      throw new Refusal("it does not know maxSize");
    }
    if (ability == Ability.RAW_STREAM && !spec.payload().isRaw()) {
      throw new Refusal("the same as without keeping");
    }
    if (ability == Ability.LOG && !small) {
      throw new Refusal("it has no bound, and such items would fill the memory");
    }
  }

  private static void awaitReady(List<Child> children) throws InterruptedException {
    for (Child child : children) {
      child.expect(Protocol.READY);
    }
  }

  private Child child(Path javaHome, Role role, Case spec, String endpoint) throws IOException {
    List<String> options = new ArrayList<>(jvmArgs);
    if (spec.producers() + spec.consumers() > MANY) {
      options.addAll(Commands.SMALL_HEAP);
    }
    List<String> command =
        Commands.java(options, BenchWorker.class, name, role.toString(), spec.name(), endpoint);
    command.set(0, Commands.program(javaHome));
    return Child.start(name + " " + role, Commands.placed(command, spec.oneCpu()));
  }
}
