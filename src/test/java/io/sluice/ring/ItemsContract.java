package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of items: put, take, settle, give back, detach. */
interface ItemsContract extends EngineHandles {
  @Test
  default void settingsAreTheCreators() {
    EngineHandle queue = create(3);
    assertThat(queue.engine.settings().maxSize()).isEqualTo(3);
    assertThat(another(queue).engine.settings()).isEqualTo(queue.engine.settings());
  }

  @Test
  default void acceptsFromTheFrontAsManyAsThereIsRoomFor() {
    EngineHandle queue = create(3);
    PutRun run = EngineHandle.run("a", "b", "c", "d", "e");
    assertThat(queue.put(run)).isEqualTo(3);
    assertThat(run.count()).isEqualTo(2);
    assertThat(queue.put(run)).isEqualTo(Engine.NONE);
    assertThat(run.count()).isEqualTo(2);
    assertThat(queue.receive(2)).containsExactly("a", "b");
    assertThat(queue.put(run)).isEqualTo(2);
    assertThat(run.count()).isZero();
    assertThat(queue.receiveAll()).containsExactly("c", "d", "e");
  }

  @Test
  default void whatOnePutsTheOthersTake() {
    EngineHandle queue = create(3);
    EngineHandle other = another(queue);
    queue.putAll("a", "b");
    assertThat(other.receive(1)).containsExactly("a");
    other.putAll("c");
    assertThat(queue.receiveAll()).containsExactly("b", "c");
  }

  @Test
  default void theBufferOfAnAcceptedItemIsFree() {
    EngineHandle queue = create(2);
    byte[] item = "before".getBytes(StandardCharsets.UTF_8);
    assertThat(queue.put(PutRun.of(item))).isEqualTo(1);
    item[0] = 'x';
    assertThat(queue.receiveAll()).containsExactly("before");
  }

  @Test
  default void unsettledItemsKeepTheirRoom() {
    EngineHandle queue = create(2);
    queue.putAll("a", "b");
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    assertThat(queue.put("c")).isEqualTo(Engine.NONE);
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.giveBack(1, false);
    taking.run.finish();
    assertThat(queue.put("c", "d")).isEqualTo(1);
    assertThat(queue.receiveAll()).containsExactly("b", "c");
  }

  @Test
  default void takesNoMoreThanAskedForInTheOrderOfTheQueue() {
    EngineHandle queue = create(64);
    queue.putAll(names(64));
    EngineHandle.Taking taking = queue.taking(64);
    assertThat(taking.take(1)).isEqualTo(1);
    assertThat(taking.items()).containsExactly("item 0");
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.finish();
    int taken = taking.take(40);
    assertThat(taken).isBetween(1, 40);
    assertThat(taking.items()).containsExactlyElementsOf(List.of(names(64)).subList(1, 1 + taken));
    for (int item = 0; item < taken; item++) {
      assertThat(taking.settle(item)).isEqualTo(1);
    }
    taking.run.finish();
    assertThat(queue.receiveAll())
        .containsExactlyElementsOf(List.of(names(64)).subList(1 + taken, 64));
  }

  @Test
  default void nothingIsTakenFromAnEmptyQueue() {
    EngineHandle queue = create(1);
    EngineHandle.Taking taking = queue.taking(1);
    assertThat(taking.take(1)).isEqualTo(Engine.NONE);
    queue.putAll("a");
    assertThat(taking.take(1)).isEqualTo(1);
    assertThat(queue.taking(1).take(1)).isEqualTo(Engine.NONE);
    taking.run.giveBack(0, false);
    taking.run.finish();
  }

  @Test
  default void itemsOfAllSizesComeBackAsTheyWere() {
    EngineHandle queue = create(4);
    int quick = queue.engine.quickItemSize();
    assertThat(quick).isPositive();
    List<String> items = List.of("", "x", "y".repeat(quick), "z".repeat(quick * 100 + 1));
    queue.putAll(items.toArray(String[]::new));
    EngineHandle.Taking taking = queue.taking(4);
    List<String> taken = new ArrayList<>();
    while (taken.size() < items.size()) {
      int count = taking.take(4 - taken.size());
      taken.addAll(taking.items());
      for (int item = 0; item < count; item++) {
        assertThat(taking.settle(item)).isEqualTo(1);
      }
      taking.run.finish();
    }
    assertThat(taken).isEqualTo(items);
    assertThat(queue.engine.isSettled()).isTrue();
  }

  @Test
  default void whatIsGivenBackGoesAheadOfNewerItems() {
    EngineHandle queue = create(8);
    queue.putAll("a", "b", "c", "d");
    EngineHandle.Taking taking = queue.taking(3);
    assertThat(taking.take(3)).isEqualTo(3);
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.giveBack(1, false);
    taking.run.giveBack(2, false);
    taking.run.finish();
    queue.putAll("e");
    assertThat(queue.receiveAll()).containsExactly("b", "c", "d", "e");
  }

  @Test
  default void onlyDeliveriesCount() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    EngineHandle.Taking taking = queue.taking(1);
    int[] expected = {0, 0, 1, 2, 2};
    boolean[] delivered = {false, true, true, false, false};
    for (int round = 0; round < expected.length; round++) {
      assertThat(taking.take(1)).isEqualTo(1);
      assertThat(taking.run.earlierDeliveries(0)).as("round " + round).isEqualTo(expected[round]);
      taking.run.giveBack(0, delivered[round]);
      taking.run.finish();
    }
  }

  @Test
  default void aDetachedItemOutlivesItsRun() {
    EngineHandle queue = create(4);
    queue.putAll("a", "b", "c", "d");
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    Claim first = taking.run.detach(0);
    Claim second = taking.run.detach(1);
    taking.run.finish();
    assertThat(taking.take(1)).isEqualTo(1);
    assertThat(taking.items()).containsExactly("c");
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.finish();
    assertThat(queue.engine.inFlight()).isEqualTo(2);
    assertThat(new String(second.payload(), StandardCharsets.UTF_8)).isEqualTo("b");
    assertThat(new String(first.payload(), StandardCharsets.UTF_8)).isEqualTo("a");
    assertThat(first.earlierDeliveries()).isZero();
    assertThat(first.giveBack(true)).isTrue();
    assertThat(second.settle()).isTrue();
    assertThat(taking.take(1)).isEqualTo(1);
    assertThat(taking.items()).containsExactly("a");
    assertThat(taking.run.earlierDeliveries(0)).isEqualTo(1);
    taking.run.giveBack(0, true);
    taking.run.finish();
    assertThat(queue.receiveAll()).containsExactly("a", "d");
  }

  @Test
  default void theSecondSettlementDoesNothing() {
    EngineHandle queue = create(2);
    queue.putAll("a", "b");
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    Claim settled = taking.run.detach(0);
    Claim returned = taking.run.detach(1);
    taking.run.finish();
    assertThat(settled.settle()).isTrue();
    assertThat(settled.settle()).isFalse();
    assertThat(settled.giveBack(true)).isFalse();
    assertThat(returned.giveBack(false)).isTrue();
    assertThat(returned.giveBack(false)).isFalse();
    assertThat(returned.settle()).isFalse();
    assertThat(queue.engine.size()).isEqualTo(1);
    assertThat(taking.take(2)).as("the next holder's claim").isEqualTo(1);
    assertThat(returned.settle()).isFalse();
    assertThat(returned.giveBack(true)).isFalse();
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.finish();
    assertThat(queue.put("c", "d", "e")).isEqualTo(2);
  }

  @Test
  default void aLargeClaimKeepsItsBytesUntilItIsSettled() {
    EngineHandle queue = create(2);
    String large = "l".repeat(queue.engine.quickItemSize() * 3);
    queue.putAll(large);
    EngineHandle.Taking taking = queue.taking(1);
    assertThat(taking.take(1)).isEqualTo(1);
    Claim claim = taking.run.detach(0);
    taking.run.finish();
    queue.putAll("other");
    assertThat(queue.receiveAll()).containsExactly("other");
    assertThat(new String(claim.payload(), StandardCharsets.UTF_8)).isEqualTo(large);
    assertThat(claim.giveBack(true)).isTrue();
    assertThat(queue.receiveAll()).containsExactly(large);
  }

  @Test
  default void countsAreExactWhenNothingMoves() {
    EngineHandle queue = create(3);
    Engine engine = queue.engine;
    expect(engine, 0, 0, 3);
    queue.putAll("a", "b", "c");
    expect(engine, 3, 0, 0);
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    expect(engine, 1, 2, 0);
    taking.run.giveBack(0, true);
    expect(engine, 2, 1, 0);
    assertThat(taking.settle(1)).isEqualTo(1);
    taking.run.finish();
    expect(engine, 2, 0, 1);
    assertThat(queue.receiveAll()).hasSize(2);
    expect(engine, 0, 0, 3);
  }

  private static void expect(Engine engine, int size, int inFlight, int room) {
    assertThat(engine.size()).as("size").isEqualTo(size);
    assertThat(engine.isEmpty()).as("empty").isEqualTo(size == 0);
    assertThat(engine.inFlight()).as("in flight").isEqualTo(inFlight);
    assertThat(engine.room()).as("room").isEqualTo(room);
    assertThat(engine.isFull()).as("full").isEqualTo(room == 0);
    assertThat(engine.isSettled()).as("settled").isEqualTo(size + inFlight == 0);
  }

  private static String[] names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "item " + i).toArray(String[]::new);
  }
}
