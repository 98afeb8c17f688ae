package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SluiceExceptionTest {

  private static final URI ADDRESS = URI.create("shm:orders");

  @Test
  void fullQueueCarriesAddressAndBound() {
    QueueFullException full = new QueueFullException(ADDRESS, 3);
    assertThat(full.address()).isEqualTo(ADDRESS);
    assertThat(full.maxSize()).isEqualTo(3);
    assertThat(full).isInstanceOf(SluiceException.class).hasMessageContainingAll("shm:orders", "3");
  }

  @Test
  void emptyQueueCarriesAddressAndTime() {
    QueueEmptyException empty = new QueueEmptyException(ADDRESS, Duration.ofMillis(250));
    assertThat(empty.address()).isEqualTo(ADDRESS);
    assertThat(empty.waited()).isEqualTo(Duration.ofMillis(250));
    assertThat(empty).hasMessageContainingAll("shm:orders", "PT0.25S");
  }

  @Test
  void closedQueueCarriesAddressAndCause() {
    RemoteFailureException cause = new RemoteFailureException("a.B", "no", "a.B: no");
    QueueClosedException closed = new QueueClosedException(ADDRESS, "the queue failed", cause);
    assertThat(closed.address()).isEqualTo(ADDRESS);
    assertThat(closed).hasCause(cause).hasMessageContainingAll("shm:orders", "the queue failed");
    assertThat(new QueueClosedException(ADDRESS, "this handle was closed")).hasNoCause();
  }

  @Test
  void incompatibleQueueShowsBothSides() {
    IncompatibleQueueException other = new IncompatibleQueueException("maxSize", "3", "4");
    assertThat(other.what()).isEqualTo("maxSize");
    assertThat(other.found()).isEqualTo("3");
    assertThat(other.expected()).isEqualTo("4");
    assertThat(other).hasMessage("Incompatible maxSize: found 3, expected 4");
  }

  @Test
  void tooLargeItemCarriesBothSizes() {
    ItemTooLargeException large = new ItemTooLargeException(5_000_000_000L, 1_000L);
    assertThat(large.itemSize()).isEqualTo(5_000_000_000L);
    assertThat(large.maxItemSize()).isEqualTo(1_000L);
    assertThat(large).hasMessageContainingAll("5000000000", "1000");
  }

  @Test
  void codecFailureCarriesClassAndCause() {
    Exception cause = new IllegalStateException("broken");
    CodecException failure = new CodecException("cannot encode a.B", "a.B", cause);
    assertThat(failure.className()).isEqualTo("a.B");
    assertThat(failure).hasMessage("cannot encode a.B").hasCause(cause);
    CodecException unknown = new CodecException("truncated item", null, null);
    assertThat(unknown.className()).isNull();
    assertThat(unknown).hasNoCause();
  }

  @Test
  void lostPeerCarriesProcess() {
    PeerLostException lost = new PeerLostException(4711, "the reader died");
    assertThat(lost.pid()).isEqualTo(4711);
    assertThat(lost).hasMessage("the reader died");
  }

  @Test
  void remoteFailureCarriesText() {
    RemoteFailureException remote = new RemoteFailureException("a.B", "no luck", "a.B: no luck\n");
    assertThat(remote.remoteClassName()).isEqualTo("a.B");
    assertThat(remote.remoteMessage()).isEqualTo("no luck");
    assertThat(remote.remoteStackTrace()).isEqualTo("a.B: no luck\n");
    assertThat(remote).hasMessageContaining("a.B: no luck");
    assertThat(new RemoteFailureException("a.B", null, "a.B\n")).hasMessageEndingWith("a.B");
  }
}
