package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.memory.HeapMemory;
import io.sluice.memory.Memory;
import java.util.ArrayList;
import java.util.List;

/** Simulated processes on one queue, and what must be true of it whatever became of them. */
final class Crowd {
  /** The most bytes of an item in its block, less than {@link Items#LARGE}. */
  private static final int BLOCK_SIZE = 2 * Items.SMALL;

  final int maxSize;
  final Referee referee;
  private final QueueLayout layout;
  private final Memory memory;
  private final ItemFilesInMemory.Store files;
  private final List<Actor> actors = new ArrayList<>();
  private final List<Actor> unswept = new ArrayList<>();
  private final Actor regular;

  /** A crowd on a new queue. */
  Crowd(int maxSize) {
    this.maxSize = maxSize;
    this.layout = new QueueLayout(maxSize, BLOCK_SIZE);
    this.memory = HeapMemory.allocate(layout.fileLength());
    this.files = new ItemFilesInMemory.Store();
    new RingQueue(memory, layout, new ItemFilesInMemory(files, null)).format(false);
    this.referee = new Referee(memory, layout, files);
    this.regular = join();
  }

  /**
   * A crowd that finds the queue as another one left it: much cheaper than living through that past
   * again. The crowd that this thread made so before is of no more use.
   */
  Crowd(Crowd past) {
    this.maxSize = past.maxSize;
    this.layout = past.layout;
    this.memory = HeapMemory.copy(past.memory, QueueLayout.HEADS_AND_TAILS);
    this.files = new ItemFilesInMemory.Store(past.files);
    this.referee = new Referee(memory, layout, files);
    this.regular = join();
    regular.countItemsFrom(past.regular);
  }

  Actor join() {
    Actor actor = new Actor(memory, layout, files, referee, actors.size());
    actors.add(actor);
    return actor;
  }

  /**
   * One who is never stopped: it makes the past and goes round while others stand, so that its
   * words could repeat.
   */
  Actor regular() {
    return regular;
  }

  void fill() {
    for (int i = 0; i < maxSize; i++) {
      int length = i % 2 == 0 ? Items.SMALL : Items.LARGE;
      regular.run(a -> a.put(length));
    }
  }

  /** Puts and takes, so that blocks and positions come back to where they were. */
  void goRound(int rounds) {
    for (int i = 0; i < rounds; i++) {
      regular.run(Operation.PUT);
      regular.run(Operation.TAKE);
    }
  }

  void kill(Actor actor) {
    actor.die();
    unswept.add(actor);
  }

  /** One who has just joined repairs what all the dead left. */
  void sweep() {
    if (!unswept.isEmpty()) {
      Actor sweeper = join();
      unswept.forEach(dead -> sweeper.run(a -> a.repair(dead)));
      unswept.clear();
    }
  }

  void killAndSweep(Actor actor) {
    kill(actor);
    sweep();
  }

  /**
   * Whoever is stopped may stay so for ever: one who joins takes exactly what is ready and finds
   * exactly the free room.
   */
  void checkWhileStopped() {
    Actor fresh = join();
    int ready = referee.size();
    assertThat(drain(fresh)).as("taken, of those ready").isEqualTo(ready);
    int room = referee.isClosed() ? 0 : referee.room();
    assertThat(fillUp(fresh)).as("put, where there was room").isEqualTo(room);
  }

  /**
   * Whoever is stopped is killed, and all dead are swept: then everything accepted is there, comes
   * out, and the whole room is back.
   */
  void checkAfterTheDeathOfAll() {
    actors.stream().filter(Actor::isBusy).forEach(this::kill);
    sweep();
    referee.requireNoWordOfTheDead();
    Actor fresh = join();
    fresh.run(a -> assertThat(new Census(a.queue).inFlight()).isZero());
    assertThat(referee.unsettled()).as("in nobody's hands").isEqualTo(referee.size());
    // Before a drain looks into every ring: blocks go round while the dead one's entries may still
    // stand.
    fresh.run(Operation.TAKE);
    fresh.run(Operation.PUT);
    int ready = referee.size();
    fresh.run(Operation.SIZE);
    assertThat(drain(fresh)).as("taken, of those ready").isEqualTo(ready);
    assertThat(referee.settledCount()).as("settled").isEqualTo(referee.acceptedCount());
    assertThat(referee.room()).as("free blocks").isEqualTo(maxSize);
    assertThat(files.isEmpty()).as("no file is left").isTrue();
    fresh.run(Operation.LOOK);
    fresh.run(Operation.JOIN);
    assertThat(fillUp(fresh)).as("room").isEqualTo(referee.isClosed() ? 0 : maxSize);
    assertThat(referee.isClosed() || referee.isTailAtTheEnd()).as("Tail of what was put").isTrue();
    fresh.run(Operation.SIZE);
  }

  private int drain(Actor fresh) {
    int taken = 0;
    for (int before = referee.settledCount(); ; before++) {
      fresh.run(Operation.TAKE);
      if (referee.settledCount() == before) {
        return taken;
      }
      taken++;
    }
  }

  private int fillUp(Actor fresh) {
    int accepted = 0;
    for (int before = referee.acceptedCount(); ; before++) {
      fresh.run(Operation.PUT);
      if (referee.acceptedCount() == before) {
        return accepted;
      }
      accepted++;
    }
  }
}
