package io.sluice.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What a queue has been through before somebody is stopped. */
record Situation(String name, Consumer<Crowd> past) {
  static final Situation NEW = new Situation("new", crowd -> {});
  static final Situation ONE_ITEM =
      new Situation("one item", crowd -> crowd.regular().run(Operation.PUT));
  static final Situation FULL = new Situation("full", Crowd::fill);
  static final Situation FULL_AFTER_ROUNDS =
      new Situation(
          "full after many rounds",
          crowd -> {
            crowd.goRound(crowd.maxSize + 3);
            crowd.fill();
          });
  static final Situation SOME_TO_REDELIVER =
      new Situation(
          "some to redeliver",
          crowd -> {
            crowd.fill();
            crowd.regular().run(a -> a.take(2, 0, true));
          });
  static final Situation COMPLETED =
      new Situation(
          "completed",
          crowd -> {
            crowd.fill();
            crowd.regular().run(Operation.COMPLETE);
          });

  static final List<Situation> ALL =
      List.of(NEW, ONE_ITEM, FULL, FULL_AFTER_ROUNDS, SOME_TO_REDELIVER, COMPLETED);

  @Override
  public String toString() {
    return name;
  }

  /** One schedule's start: a queue's size and past. */
  record Start(int maxSize, Situation situation) {
    private static final Map<Start, Crowd> PASTS = new ConcurrentHashMap<>();

    static List<Start> of(List<Situation> situations, int... sizes) {
      List<Start> starts = new ArrayList<>();
      for (int size : sizes) {
        situations.forEach(situation -> starts.add(new Start(size, situation)));
      }
      return starts;
    }

    /** Good until this thread asks for the next one. */
    Crowd crowd() {
      return new Crowd(PASTS.computeIfAbsent(this, Start::past));
    }

    private Crowd past() {
      Crowd crowd = new Crowd(maxSize);
      situation.past().accept(crowd);
      return crowd;
    }
  }
}
