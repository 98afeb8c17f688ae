package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.SluiceException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address travels as text. */
class AddressTest {
  @RegisterExtension final Handles handles = new Handles();
  @TempDir Path temporary;

  private void assertRoundTrip(SharedQueue<Integer> queue) throws InterruptedException {
    URI travelled = URI.create(queue.address().toString());
    assertThat(travelled).isEqualTo(queue.address());
    SharedQueue<Integer> opened = handles.closeLater(SharedQueue.open(travelled, Handles.INTEGERS));
    queue.put(1);
    assertThat(opened.take()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "späße", "50%", "a#b", "a?b", "a+b", "%20"})
  void anyDirectoryTravels(String name) throws InterruptedException {
    Path directory = temporary.resolve(name);
    SharedQueue.Builder<Integer> builder =
        SharedQueue.builder(Handles.INTEGERS).directory(directory).maxSize(2);
    assertRoundTrip(handles.closeLater(builder.create()));
    SharedQueue<Integer> named = handles.closeLater(builder.name("orders").create());
    assertRoundTrip(named);
    assertThat(named.address().getScheme()).isEqualTo("shm");
    assertThat(named.address().getPath()).isEqualTo(directory.resolve("orders").toString());
    assertThat(Files.exists(directory.resolve("orders.queue"))).isTrue();
  }

  @Test
  void aRelativeDirectoryIsMadeAbsolute() {
    Path relative = Path.of("").toAbsolutePath().relativize(temporary.resolve("x"));
    SharedQueue<Integer> queue =
        handles.closeLater(
            SharedQueue.builder(Handles.INTEGERS)
                .directory(relative)
                .name("q")
                .maxSize(1)
                .create());
    assertThat(queue.address().getPath()).isEqualTo(temporary.resolve("x/q").toString());
  }

  @Test
  void aDirectoryTooLongForASocketWorks() throws InterruptedException {
    Path directory = temporary.resolve("d".repeat(200));
    assertRoundTrip(
        handles.closeLater(
            SharedQueue.builder(Handles.INTEGERS).directory(directory).maxSize(2).create()));
  }

  @Test
  void anonymousQueuesOfTheDefaultDirectoryTravel() throws InterruptedException {
    assertRoundTrip(handles.create(2));
  }

  @Test
  void aNameAloneIsInTheDefaultDirectory() throws InterruptedException {
    String name = "address-test-" + UUID.randomUUID();
    SharedQueue<Integer> queue =
        handles.closeLater(SharedQueue.builder(Handles.INTEGERS).name(name).maxSize(2).create());
    try {
      assertThat(queue.address()).hasToString("shm:" + name);
      assertRoundTrip(queue);
    } finally {
      assertThat(SharedQueue.delete(queue.address())).isTrue();
    }
  }

  @Test
  void aSystemPropertyNamesTheDefaultDirectory() throws InterruptedException {
    String before = System.getProperty("sluice.dir");
    System.setProperty("sluice.dir", temporary.resolve("default").toString());
    try {
      SharedQueue<Integer> queue =
          handles.closeLater(SharedQueue.builder(Handles.INTEGERS).name("q").maxSize(2).create());
      assertThat(Files.exists(temporary.resolve("default/q.queue"))).isTrue();
      assertThat(queue.address()).hasToString("shm:q");
      assertRoundTrip(queue);
      SharedQueue<Integer> anonymous = handles.create(2);
      System.clearProperty("sluice.dir");
      assertRoundTrip(anonymous);
    } finally {
      if (before == null) {
        System.clearProperty("sluice.dir");
      } else {
        System.setProperty("sluice.dir", before);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://host:6379/orders",
        "orders",
        "file:///tmp/orders",
        "shm:../orders",
        "shm:a/b",
        "shm:.hidden",
        "shm:///",
        "shm:/",
        "shm:///tmp/.hidden",
        "shm:///tmp/..",
        "shm:///tmp/a%00b",
        "shm://host/tmp/orders",
        "shm://orders"
      })
  void otherAddressesAreRefused(String address) {
    URI uri = URI.create(address);
    assertThatThrownBy(() -> SharedQueue.open(uri, Handles.INTEGERS))
        .isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> SharedQueue.delete(uri)).isInstanceOf(SluiceException.class);
  }
}
