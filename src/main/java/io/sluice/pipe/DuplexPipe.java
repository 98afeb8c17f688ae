package io.sluice.pipe;

import io.sluice.codec.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pipe both ways, at its creator. */
final class DuplexPipe<A, B> implements SharedPipe<A, B> {
  private final URI address;
  private final Direction<A> firstToSecond;
  private final Direction<B> secondToFirst;
  private final DuplexEnd<B, A> first;
  private final DuplexEnd<A, B> second;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DuplexPipe(URI address, Direction<A> firstToSecond, Direction<B> secondToFirst) {
    this.address = address;
    this.firstToSecond = firstToSecond;
    this.secondToFirst = secondToFirst;
    Codec<A> there = firstToSecond.codec();
    Codec<B> back = secondToFirst.codec();
    this.first =
        new DuplexEnd<>(firstAddress(), back, there, secondToFirst.open(), firstToSecond.open());
    this.second =
        new DuplexEnd<>(secondAddress(), there, back, firstToSecond.open(), secondToFirst.open());
  }

  @Override
  public PipeEnd<B, A> first() {
    return first;
  }

  @Override
  public PipeEnd<A, B> second() {
    return second;
  }

  @Override
  public URI firstAddress() {
    return PipeAddress.FIRST.in(address);
  }

  @Override
  public URI secondAddress() {
    return PipeAddress.SECOND.in(address);
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      firstToSecond.withdraw();
      secondToFirst.withdraw();
      first.close();
      second.close();
      firstToSecond.close();
      secondToFirst.close();
    }
  }

  @Override
  public String toString() {
    return "SharedPipe(" + address + ')';
  }

  static final class DuplexBuilder<A, B> implements Builder<A, B> {
    private final Codec<A> firstToSecond;
    private final Codec<B> secondToFirst;
    private final PipeSettings settings = new PipeSettings();

    DuplexBuilder(Codec<A> firstToSecond, Codec<B> secondToFirst) {
      this.firstToSecond = firstToSecond;
      this.secondToFirst = secondToFirst;
    }

    @Override
    public DuplexBuilder<A, B> name(String name) {
      settings.name(name);
      return this;
    }

    @Override
    public DuplexBuilder<A, B> directory(Path directory) {
      settings.directory(directory);
      return this;
    }

    @Override
    public DuplexBuilder<A, B> capacity(int bytes) {
      settings.capacity(bytes);
      return this;
    }

    @Override
    public DuplexBuilder<A, B> maxMessageSize(int bytes) {
      settings.maxMessageSize(bytes);
      return this;
    }

    @Override
    public SharedPipe<A, B> create() {
      URI address = settings.address();
      Direction<A> there = new Direction<>(PipeAddress.FIRST.in(address), firstToSecond, settings);
      Direction<B> back = null;
      try {
        back = new Direction<>(PipeAddress.SECOND.in(address), secondToFirst, settings);
        return new DuplexPipe<>(address, there, back);
      } finally {
        if (back == null) {
          there.close();
        }
      }
    }
  }
}
