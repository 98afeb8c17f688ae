package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import io.sluice.queue.Faulty.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;

/** Items that cannot be sent, by every way of sending: each is its sender's failure alone. */
class BadInputTest {
  private static final int MAX_ITEM_SIZE = 10_000;
  private static final String TOO_LONG = "x".repeat(MAX_ITEM_SIZE + 1);

  @Order(1)
  @RegisterExtension
  final Dropped dropped = new Dropped();

  @Order(2)
  @RegisterExtension
  final Handles handles = new Handles();

  private SharedQueue<Object> create(Codec<Object> codec) {
    return handles.closeLater(
        SharedQueue.builder(codec).maxSize(5).maxItemSize(MAX_ITEM_SIZE).create());
  }

  /** That the item is refused, on a queue with room and on a full one, and nothing else. */
  private void assertRefused(
      SendWay way, Codec<Object> codec, Object item, Consumer<Throwable> refusal) throws Exception {
    SharedQueue<Object> queue = create(codec);
    queue.offer(0);
    assertThatThrownBy(() -> way.send(queue, item, () -> {}, dropped))
        .satisfies(thrown -> refusal.accept(Exceptions.unwrap(thrown)));
    Depth.is(queue, 1, 0);
    assertThatThrownBy(() -> way.send(queue, item, () -> fill(queue), dropped))
        .satisfies(thrown -> refusal.accept(Exceptions.unwrap(thrown)));
    Depth.is(queue, 5, 0);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 2, 3, 4);
    way.send(queue, 5, () -> {}, dropped);
    assertThat(queue.poll()).isEqualTo(5);
    assertThat(QueueDirectory.filesOf(queue.address())).hasSize(1);
    assertThat(dropped.errors()).isEmpty();
    Handles.assertAllRoomIsThere(queue);
  }

  private static void fill(SharedQueue<Object> queue) {
    IntStream.range(1, 5).forEach(queue::offer);
    assertThat(queue.isFull()).isTrue();
  }

  static Stream<Arguments> faults() {
    return Arrays.stream(SendWay.values())
        .flatMap(
            way ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault != Fault.NONE)
                    .map(fault -> Arguments.of(way, fault)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverASerializerComesTo(SendWay way, Fault fault) throws Exception {
    Consumer<Throwable> refusal =
        fault == Fault.ENDLESS ? BadInputTest::isTooLarge : BadInputTest::namesFaulty;
    assertRefused(way, Faulty.kryo(), Faulty.onWrite(fault), refusal);
  }

  /** One that always lacks room says no more than that. */
  @ParameterizedTest
  @MethodSource("faults")
  void whateverACodecOfTheUsersComesTo(SendWay way, Fault fault) throws Exception {
    Consumer<Throwable> refusal =
        fault == Fault.ENDLESS || fault == Fault.NO_ROOM
            ? BadInputTest::isTooLarge
            : BadInputTest::namesFaulty;
    assertRefused(way, Faulty.plain(), Faulty.onWrite(fault), refusal);
  }

  private static void namesFaulty(Throwable refusal) {
    assertThat(refusal)
        .isInstanceOfSatisfying(
            CodecException.class,
            codec -> assertThat(codec.className()).isEqualTo(Faulty.class.getName()))
        .hasMessageContaining(Faulty.class.getName());
  }

  private static void isTooLarge(Throwable refusal) {
    assertThat(refusal)
        .isInstanceOfSatisfying(
            ItemTooLargeException.class,
            tooLarge -> {
              assertThat(tooLarge.maxItemSize()).isEqualTo(MAX_ITEM_SIZE);
              assertThat(tooLarge.itemSize()).isGreaterThan(MAX_ITEM_SIZE);
            });
  }

  @ParameterizedTest
  @EnumSource
  void anItemOverTheLimit(SendWay way) throws Exception {
    assertRefused(way, Faulty.kryo(), TOO_LONG, BadInputTest::isTooLarge);
    SharedQueue<byte[]> exact =
        handles.closeLater(
            SharedQueue.builder(Codec.bytes()).maxSize(2).maxItemSize(MAX_ITEM_SIZE).create());
    way.send(exact, new byte[MAX_ITEM_SIZE], () -> {}, dropped);
    assertThat(exact.poll()).hasSize(MAX_ITEM_SIZE);
    assertThatThrownBy(() -> way.send(exact, new byte[MAX_ITEM_SIZE + 1], () -> {}, dropped))
        .satisfies(
            thrown ->
                assertThat(Exceptions.unwrap(thrown))
                    .isInstanceOf(ItemTooLargeException.class)
                    .hasMessageContaining(Integer.toString(MAX_ITEM_SIZE + 1)));
  }

  @ParameterizedTest
  @EnumSource
  void anItemOfAClassThatIsNotRegistered(SendWay way) throws Exception {
    for (Object bad : List.of(new Items.Unknown(), List.of(1, new Items.Unknown()))) {
      assertRefused(
          way,
          Faulty.kryo(),
          bad,
          refusal ->
              assertThat(refusal)
                  .isInstanceOfSatisfying(
                      CodecException.class,
                      codec ->
                          assertThat(codec.className()).isEqualTo(Items.Unknown.class.getName()))
                  .hasMessageContaining("Items.Unknown.class"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void noItemAtAll(SendWay way) throws Exception {
    assertRefused(
        way,
        Faulty.kryo(),
        null,
        refusal -> assertThat(refusal).isInstanceOf(NullPointerException.class));
  }
}
