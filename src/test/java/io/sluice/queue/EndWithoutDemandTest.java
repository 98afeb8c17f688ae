package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.RemoteFailureException;
import io.sluice.codec.Codec;
import io.sluice.pipe.SharedPipe;
import io.sluice.pipe.SimplexPipe;
import io.sluice.testing.TestJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** An end is no item: whoever has requested nothing more hears of it all the same. */
final class EndWithoutDemandTest {
  private final SharedQueue<String> queue = SharedQueue.create(10, Codec.utf8());

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void ofADrainedQueue() {
    queue.offer("a");
    queue.offer("b");
    queue.complete();
    StepVerifier.create(queue.receive(), 2)
        .expectNext("a", "b")
        .expectComplete()
        .verify(TestJvm.PATIENCE);
  }

  @Test
  void ofAnEmptyQueue() {
    queue.complete();
    StepVerifier.create(queue.receive(), 0).expectComplete().verify(TestJvm.PATIENCE);
  }

  @Test
  void thatComesLater() {
    queue.offer("a");
    StepVerifier.create(queue.receive(), 1)
        .expectNext("a")
        .then(queue::complete)
        .expectComplete()
        .verify(TestJvm.PATIENCE);
  }

  @Test
  void thatIsAFailure() {
    StepVerifier.create(queue.receive(), 0)
        .expectSubscription()
        .then(() -> queue.fail(new IllegalStateException("broken")))
        .expectError(RemoteFailureException.class)
        .verify(TestJvm.PATIENCE);
  }

  @Test
  void onlyOnceTheLastDeliveryIsSettled() {
    queue.offer("a");
    queue.complete();
    List<Delivery<String>> held = new ArrayList<>();
    StepVerifier.create(queue.receiveManualAck(), 1)
        .consumeNextWith(held::add)
        .then(() -> assertThat(queue.inFlight()).isEqualTo(1))
        .then(() -> held.get(0).ack())
        .expectComplete()
        .verify(TestJvm.PATIENCE);
  }

  @Test
  void notWhileThereAreItems() {
    queue.offer("a");
    queue.complete();
    StepVerifier.create(queue.receive(), 0)
        .expectSubscription()
        .then(() -> assertThat(queue.poll()).isEqualTo("a"))
        .expectComplete()
        .verify(TestJvm.PATIENCE);
  }

  @Test
  void ofAPipe() {
    try (SimplexPipe<String> pipe = SharedPipe.simplex(Codec.utf8())) {
      pipe.writer().offer("a");
      pipe.writer().complete();
      StepVerifier.create(pipe.reader().receive(), 1)
          .expectNext("a")
          .expectComplete()
          .verify(TestJvm.PATIENCE);
    }
  }
}
