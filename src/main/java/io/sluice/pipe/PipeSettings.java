package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.ShmAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a pipe's builder has been told. */
final class PipeSettings {
  private static final int DEFAULT_CAPACITY = 1 << 20;
  private static final int DEFAULT_MAX_MESSAGE = 256 << 20;
  private static final int LEAST_PIECES = 2;
  private static final int PAGE = 4096;

  private @Nullable String name;
  private @Nullable Path directory;
  private int capacity = DEFAULT_CAPACITY;
  private int maxMessageSize = DEFAULT_MAX_MESSAGE;

  void name(String name) {
    ShmAddress.of(null, name + PipeAddress.LONGEST_SUFFIX);
    this.name = name;
  }

  void directory(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
  }

  void capacity(int bytes) {
    this.capacity = positive("capacity", bytes);
  }

  void maxMessageSize(int bytes) {
    this.maxMessageSize = positive("maxMessageSize", bytes);
  }

  private static int positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be 1 or more: " + value);
    }
    return value;
  }

  /** The pipe's address, without an end's suffix. */
  URI address() {
    return name == null ? ShmAddress.anonymous(directory) : ShmAddress.of(directory, name);
  }

  /** Creates the file of a direction. */
  SharedMemoryEngine create(URI address, Codec<?> codec) {
    return SharedMemoryEngine.create(
        address,
        new QueueSettings(
            QueueSettings.Kind.PIPE,
            Math.max(LEAST_PIECES, capacity / PAGE),
            QueueSettings.PAGE_BLOCK,
            maxMessageSize,
            0,
            true,
            codec.fingerprint(),
            null));
  }
}
