package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pipe one way, at its creator. */
final class OneWayPipe<T> implements SimplexPipe<T> {
  private final URI address;
  private final Direction<T> direction;
  private final Writing<T> writer;
  private final Reading<T> reader;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OneWayPipe(URI address, Direction<T> direction) {
    this.address = address;
    this.direction = direction;
    this.writer = new Writing<>(writerAddress(), direction.codec(), direction.open(), null);
    this.reader = new Reading<>(readerAddress(), direction.codec(), direction.open(), null);
  }

  @Override
  public PipeWriter<T> writer() {
    return writer;
  }

  @Override
  public PipeReader<T> reader() {
    return reader;
  }

  @Override
  public URI writerAddress() {
    return PipeAddress.WRITER.in(address);
  }

  @Override
  public URI readerAddress() {
    return PipeAddress.READER.in(address);
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      direction.withdraw();
      writer.close();
      reader.close();
      direction.close();
    }
  }

  @Override
  public String toString() {
    return "SimplexPipe(" + address + ')';
  }

  static final class OneWayBuilder<T> implements Builder<T> {
    private final Codec<T> codec;
    private final PipeSettings settings = new PipeSettings();

    OneWayBuilder(Codec<T> codec) {
      this.codec = codec;
    }

    @Override
    public OneWayBuilder<T> name(String name) {
      settings.name(name);
      return this;
    }

    @Override
    public OneWayBuilder<T> directory(Path directory) {
      settings.directory(directory);
      return this;
    }

    @Override
    public OneWayBuilder<T> capacity(int bytes) {
      settings.capacity(bytes);
      return this;
    }

    @Override
    public OneWayBuilder<T> maxMessageSize(int bytes) {
      settings.maxMessageSize(bytes);
      return this;
    }

    @Override
    public SimplexPipe<T> create() {
      URI address = settings.address();
      return new OneWayPipe<>(
          address, new Direction<>(PipeAddress.WRITER.in(address), codec, settings));
    }
  }
}
