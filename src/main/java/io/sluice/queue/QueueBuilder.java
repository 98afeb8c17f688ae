package io.sluice.queue;

import io.sluice.codec.Codec;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.ShmAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

final class QueueBuilder<T> implements SharedQueue.Builder<T> {
  private static final int DEFAULT_ITEM_SIZE = 256;
  private static final int DEFAULT_MAX_ITEM_SIZE = 256 << 20;
  private static final int LEAST_BLOCK = Long.BYTES;

  private final Codec<T> codec;
  private @Nullable String name;
  private @Nullable Path directory;
  private int maxSize;
  private int itemSize = DEFAULT_ITEM_SIZE;
  private int maxItemSize = DEFAULT_MAX_ITEM_SIZE;
  private int maxAttempts;
  private @Nullable URI deadLetters;

  QueueBuilder(Codec<T> codec) {
    this.codec = codec;
  }

  @Override
  public QueueBuilder<T> name(String name) {
    ShmAddress.of(null, name);
    this.name = name;
    return this;
  }

  @Override
  public QueueBuilder<T> directory(Path directory) {
    this.directory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  @Override
  public QueueBuilder<T> maxSize(int maxSize) {
    this.maxSize = within("maxSize", maxSize, QueueSettings.MOST_ITEMS);
    return this;
  }

  @Override
  public QueueBuilder<T> itemSize(int bytes) {
    this.itemSize = within("itemSize", bytes, QueueSettings.LARGEST_BLOCK);
    return this;
  }

  @Override
  public QueueBuilder<T> maxItemSize(int bytes) {
    this.maxItemSize = within("maxItemSize", bytes, Integer.MAX_VALUE);
    return this;
  }

  @Override
  public QueueBuilder<T> maxAttempts(int attempts) {
    this.maxAttempts = within("maxAttempts", attempts, QueueSettings.MOST_ATTEMPTS);
    return this;
  }

  @Override
  public QueueBuilder<T> deadLetters(URI queue) {
    this.deadLetters = Objects.requireNonNull(queue, "queue");
    return this;
  }

  private static int within(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + " must be 1 to " + most + ": " + value);
    }
    return value;
  }

  @Override
  public SharedQueue<T> create() {
    URI address = name == null ? ShmAddress.anonymous(directory) : address();
    return queue(address, SharedMemoryEngine.create(address, settings()));
  }

  @Override
  public SharedQueue<T> open() {
    URI address = address();
    return queue(
        address,
        SharedMemoryEngine.open(address, QueueSettings.Kind.QUEUE, codec.fingerprint(), maxSize));
  }

  @Override
  public SharedQueue<T> createOrOpen() {
    URI address = address();
    return queue(address, SharedMemoryEngine.createOrOpen(address, settings()));
  }

  private SharedQueue<T> queue(URI address, SharedMemoryEngine engine) {
    return new EngineQueue<>(address, codec, engine);
  }

  private URI address() {
    if (name == null) {
      throw new IllegalStateException("a queue to be opened needs a name");
    }
    return ShmAddress.of(directory, name);
  }

  private QueueSettings settings() {
    if (maxSize == 0) {
      throw new IllegalStateException("a queue to be created needs a maxSize");
    }
    return new QueueSettings(
        QueueSettings.Kind.QUEUE,
        maxSize,
        Math.max(LEAST_BLOCK, Math.min(itemSize, maxItemSize)),
        maxItemSize,
        maxAttempts,
        name == null,
        codec.fingerprint(),
        deadLetters == null ? null : deadLetters.toString());
  }
}
