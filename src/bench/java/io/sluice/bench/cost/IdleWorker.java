package io.sluice.bench.cost;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The child JVM of {@link Idle}: {@code <peer> <workspace> <endpoint>}. The first one, whose
 * endpoint is empty, creates the queue.
 */
public final class IdleWorker {
  static final String BARE = "bare-jvm";
  static final String RECEIVING = "sluice";
  static final String TAKING = "sluice-blocking";
  static final List<String> PEERS = List.of(BARE, RECEIVING, TAKING);

  private static final int MAX_SIZE = 1024;

  private IdleWorker() {}

  public static void main(String[] args) {
    Workers.run(() -> idle(args[0], args[1], args[2]));
  }

  private static void idle(String peer, String workspace, String endpoint) throws Exception {
    Parent parent = Parent.awaited(endpoint.isEmpty() ? Path.of(workspace) : null);
    if (peer.equals(BARE)) {
      parent.say(Protocol.READY, "-");
      Parent.awaitEnd();
    }
    SharedQueue<byte[]> queue = endpoint.isEmpty() ? create(workspace) : open(endpoint);
    if (peer.equals(RECEIVING)) {
      queue.receive().subscribe();
    }
    parent.say(Protocol.READY, queue.address());
    if (peer.equals(TAKING)) {
      queue.take();
    }
    Parent.awaitEnd();
  }

  private static SharedQueue<byte[]> create(String workspace) {
    return SharedQueue.builder(Codec.bytes())
        .directory(Path.of(workspace))
        .name("queue")
        .maxSize(MAX_SIZE)
        .create();
  }

  private static SharedQueue<byte[]> open(String endpoint) {
    return SharedQueue.open(URI.create(endpoint), Codec.bytes());
  }
}
