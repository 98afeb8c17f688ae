package io.sluice.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a process may be doing when it is stopped. Each works whatever is in the queue. */
record Operation(String name, Consumer<Actor> body) implements Consumer<Actor> {
  private static final int S = Items.SMALL;
  private static final int L = Items.LARGE;

  static final Operation NONE = new Operation("nothing", a -> {});
  static final Operation PUT = new Operation("put", a -> a.put(S));
  static final Operation PUT_RUN = new Operation("put a run", a -> a.put(S, L, S));
  static final Operation NO_SPACE =
      new Operation("put without space", a -> a.putWithoutSpace(S, L));
  static final Operation TAKE = new Operation("take", Actor::take);
  static final Operation TAKE_RUN = new Operation("take a run", a -> a.take(3, 3, true));
  static final Operation NACK = new Operation("nack", a -> a.take(1, 0, true));
  static final Operation TAKE_PART =
      new Operation("take a run, settle one, give back the rest", a -> a.take(3, 1, false));
  static final Operation FORWARD = new Operation("forward", Actor::forward);
  static final Operation LEAVE = new Operation("take a run and leave", a -> a.leaveWith(3));
  static final Operation COMPLETE = new Operation("complete", a -> a.queue.complete());
  static final Operation TAKE_OR_END = new Operation("take or see the end", Actor::takeOrEnd);
  static final Operation SIZE = new Operation("size", Actor::size);
  static final Operation LOOK = new Operation("empty? full?", Actor::look);
  static final Operation JOIN = new Operation("join", Actor::join);

  /** Those that change the queue. */
  static final List<Operation> CHANGES =
      List.of(PUT, PUT_RUN, NO_SPACE, TAKE, TAKE_RUN, NACK, TAKE_PART, FORWARD, LEAVE, COMPLETE);

  /** Those that only look. */
  static final List<Operation> LOOKS = List.of(SIZE, LOOK, JOIN);

  static final List<Operation> ALL = all();

  private static List<Operation> all() {
    List<Operation> all = new ArrayList<>(CHANGES);
    all.addAll(LOOKS);
    all.add(TAKE_OR_END);
    return List.copyOf(all);
  }

  @Override
  public void accept(Actor actor) {
    body.accept(actor);
  }

  @Override
  public String toString() {
    return name;
  }
}
