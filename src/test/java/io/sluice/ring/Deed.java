package io.sluice.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a JVM may be doing when it is stopped, on a whole queue with files, participants and
 * waiters.
 *
 * @param past makes what is there before; its result is who does it
 */
record Deed(String name, Past past, Consumer<SimulatedJvm> body) {
  /** What happened before. */
  enum Past {
    /** There is no queue. */
    NOTHING,
    /** There is none, and it will be anonymous. */
    NOTHING_ANONYMOUS,
    /** Somebody has the queue open. */
    KEPT,
    /** The same, and no item is in a file, which the queue's deletion would take away. */
    KEPT_SMALL,
    /** The queue is there, with items, and nobody has it open. */
    ABANDONED,
    /** The last who had the queue open was killed while it held items; nobody has buried it. */
    UNBURIED,
    /** Two have the queue open; one of them was killed, and nobody has buried it. */
    UNBURIED_BESIDE,
    /** It has the queue open, as another one has, who waits for everything. */
    ATTACHED,
    /** The same, and the queue is full. */
    FULL,
    /** The same, and the item left is the last that somebody waits for. */
    LAST,
    /** The same, and it holds items. */
    HOLDING,
    /** The same, and no item is in a file. */
    HOLDING_SMALL,
    /** It has the queue open alone, and holds items. */
    ALONE,
    /** It is the creator of an anonymous queue that another one has open; no item is in a file. */
    CREATOR,
    /** It is the last one to have an anonymous queue open, whose creator was killed. */
    LAST_OF_ANONYMOUS;

    private int[] lengths() {
      return switch (this) {
        case FULL -> new int[] {S, L, S};
        case KEPT_SMALL, HOLDING_SMALL, CREATOR -> new int[] {S, S};
        default -> new int[] {S, L};
      };
    }

    boolean isAnonymous() {
      return this == NOTHING_ANONYMOUS || this == CREATOR || this == LAST_OF_ANONYMOUS;
    }
  }

  private static final int S = Items.SMALL;
  private static final int L = Items.LARGE;
  private static final FailureCause CAUSE = new FailureCause("Failure", "cause", "trace");

  static final List<Deed> LIFE = new ArrayList<>();
  static final List<Deed> ITEMS = new ArrayList<>();
  static final List<Deed> LOOKS = new ArrayList<>();
  static final List<Deed> ENDS = new ArrayList<>();
  static final List<Deed> BURIALS = new ArrayList<>();

  static {
    life("create", Past.NOTHING, SimulatedJvm::create);
    life("create or open none", Past.NOTHING, SimulatedJvm::createOrOpen);
    life("create anonymous", Past.NOTHING_ANONYMOUS, SimulatedJvm::create);
    life("open", Past.KEPT, SimulatedJvm::open);
    life("open", Past.KEPT_SMALL, SimulatedJvm::open);
    life("create or open one", Past.KEPT_SMALL, SimulatedJvm::createOrOpen);
    life("open again", Past.HOLDING, SimulatedJvm::open);
    life("create or open one", Past.KEPT, SimulatedJvm::createOrOpen);
    life("open", Past.ABANDONED, SimulatedJvm::open);
    life("delete", Past.KEPT_SMALL, SimulatedJvm::delete);
    life("delete", Past.ABANDONED, SimulatedJvm::delete);
    life("delete", Past.HOLDING_SMALL, SimulatedJvm::delete);
    life("close", Past.HOLDING, SimulatedJvm::close);
    life("close", Past.ALONE, SimulatedJvm::close);
    life("close", Past.CREATOR, SimulatedJvm::close);
    life("close", Past.LAST_OF_ANONYMOUS, SimulatedJvm::close);
    life("close and put out", Past.ALONE, Deed::closeAndPutOut);

    item("put", Past.ATTACHED, j -> j.put(S));
    item("put", Past.FULL, j -> j.put(S));
    item("put large", Past.ATTACHED, j -> j.put(L));
    item("put a run", Past.ATTACHED, j -> j.put(L, S, L));
    item("put a run", Past.FULL, j -> j.put(L, S));
    item("take", Past.ATTACHED, j -> j.take(1));
    item("take", Past.LAST, j -> j.take(1));
    item("take a run", Past.FULL, j -> j.take(3));
    item("give back a run", Past.FULL, j -> j.giveBackRun(3));
    item("hold", Past.FULL, j -> j.hold(2));
    item("settle", Past.HOLDING, SimulatedJvm::settleHeld);
    item("give back", Past.HOLDING, SimulatedJvm::giveBackHeld);
    item("wait", Past.ATTACHED, SimulatedJvm::await);
    item("wait and give up", Past.FULL, Deed::awaitAndCancel);
    item("complete", Past.FULL, j -> j.engine().complete());
    item("fail", Past.FULL, j -> j.engine().fail(CAUSE));
    LOOKS.add(new Deed("size, full, empty, join", Past.FULL, Deed::look));
    item("look around", Past.HOLDING, SimulatedJvm::timePasses);

    for (Past past :
        List.of(Past.KEPT, Past.HOLDING, Past.ALONE, Past.CREATOR, Past.LAST_OF_ANONYMOUS)) {
      ENDS.add(new Deed("end the JVM", past, SimulatedJvm::endsInOrder));
    }

    burial("open", Past.UNBURIED, SimulatedJvm::open);
    burial("look around", Past.UNBURIED_BESIDE, SimulatedJvm::timePasses);
  }

  private static void life(String name, Past past, Consumer<SimulatedJvm> body) {
    LIFE.add(new Deed(name, past, body));
  }

  private static void item(String name, Past past, Consumer<SimulatedJvm> body) {
    ITEMS.add(new Deed(name, past, body));
  }

  private static void burial(String name, Past past, Consumer<SimulatedJvm> body) {
    BURIALS.add(new Deed(name, past, body));
  }

  /** Whether a deletion by others takes nothing from it: no item in a file. */
  boolean outlivesDeletion() {
    return past == Past.NOTHING || past == Past.KEPT_SMALL || past == Past.HOLDING_SMALL;
  }

  /** Whether others may have been faster, so that it fails. */
  boolean mayBeRefused() {
    return name.equals("create") || name.equals("create anonymous") || name.equals("open");
  }

  /** Whether it takes files of items away, those of who joins meanwhile included. */
  boolean deletesFiles() {
    return past == Past.LAST_OF_ANONYMOUS || past == Past.ABANDONED && name.equals("delete");
  }

  static List<Deed> all() {
    List<Deed> all = new ArrayList<>(LIFE);
    all.addAll(ITEMS);
    all.addAll(LOOKS);
    all.addAll(ENDS);
    all.addAll(BURIALS);
    return all;
  }

  private static void closeAndPutOut(SimulatedJvm jvm) {
    jvm.close();
    for (int i = 0; i < 3; i++) {
      jvm.timePasses();
    }
  }

  private static void awaitAndCancel(SimulatedJvm jvm) {
    jvm.await();
    jvm.cancelWaits();
  }

  private static void look(SimulatedJvm jvm) {
    int size = jvm.engine().size();
    SimulatedHost.require(size == SimulatedHost.MAX_SIZE, "size");
    SimulatedHost.require(jvm.engine().isFull() && !jvm.engine().isEmpty(), "full");
    SimulatedHost.require(!jvm.engine().isSettled(), "nothing is settled");
  }

  /** A host with the past; the last of those who live there does the deed. */
  SimulatedHost host() {
    SimulatedHost host = SimulatedHost.ofQueue(past.isAnonymous());
    SimulatedJvm other = host.join();
    if (past == Past.NOTHING || past == Past.NOTHING_ANONYMOUS) {
      return host;
    }
    other.does(SimulatedJvm::create);
    // Positions come back to where they were, words do not.
    other.does(j -> goRound(j, 2 * SimulatedHost.MAX_SIZE));
    host.watch();
    other.does(j -> j.put(past.lengths()));
    switch (past) {
      case KEPT, KEPT_SMALL -> host.join();
      case ABANDONED -> {
        other.does(SimulatedJvm::close);
        host.join();
      }
      case UNBURIED -> {
        other.does(j -> j.hold(2));
        other.die();
        host.join();
      }
      case UNBURIED_BESIDE -> {
        SimulatedJvm victim = host.join();
        victim.does(SimulatedJvm::open);
        victim.does(j -> j.hold(2));
        victim.does(SimulatedJvm::await);
        other.does(SimulatedJvm::await);
        victim.die();
      }
      case ATTACHED, FULL -> attach(host, other);
      case LAST -> {
        other.does(j -> j.take(1));
        attach(host, other);
      }
      case HOLDING, HOLDING_SMALL -> attach(host, other).does(j -> j.hold(2));
      case ALONE -> other.does(j -> j.hold(2));
      case CREATOR -> {
        SimulatedJvm second = host.join();
        second.does(SimulatedJvm::open);
        host.makeLast(other);
      }
      case LAST_OF_ANONYMOUS -> {
        SimulatedJvm last = host.join();
        last.does(SimulatedJvm::open);
        host.kill(other, false);
      }
      default -> throw new AssertionError(past);
    }
    return host;
  }

  private static SimulatedJvm attach(SimulatedHost host, SimulatedJvm other) {
    other.does(SimulatedJvm::await);
    SimulatedJvm jvm = host.join();
    jvm.does(SimulatedJvm::open);
    return jvm;
  }

  static void goRound(SimulatedJvm jvm, int rounds) {
    for (int i = 0; i < rounds; i++) {
      jvm.put(S);
      jvm.take(1);
    }
  }

  @Override
  public String toString() {
    return name + " (" + past + ")";
  }
}
