package io.sluice.worker;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Checks what it is told, one by one. */
final class PoolBuilder implements WorkerPool.Builder {
  private final PoolSettings settings = new PoolSettings();

  private static int atLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be " + least + " or more: " + value);
    }
    return value;
  }

  static Duration positive(String what, Duration value) {
    Objects.requireNonNull(value, what);
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(what + " must be positive: " + value);
    }
    return value;
  }

  @Override
  public PoolBuilder name(String name) {
    settings.name = Objects.requireNonNull(name, "name");
    return this;
  }

  @Override
  public PoolBuilder size(int workers) {
    settings.size = atLeast(1, "size", workers);
    return this;
  }

  @Override
  public PoolBuilder minSize(int workers) {
    settings.minSize = atLeast(0, "minSize", workers);
    return this;
  }

  @Override
  public PoolBuilder warmSpares(int workers) {
    settings.warmSpares = atLeast(0, "warmSpares", workers);
    return this;
  }

  @Override
  public PoolBuilder queueCapacity(int calls) {
    settings.queueCapacity = atLeast(0, "queueCapacity", calls);
    return this;
  }

  @Override
  public PoolBuilder taskTimeout(Duration timeout) {
    settings.taskTimeout = positive("taskTimeout", timeout);
    return this;
  }

  @Override
  public PoolBuilder startupTimeout(Duration timeout) {
    settings.startupTimeout = positive("startupTimeout", timeout);
    return this;
  }

  @Override
  public PoolBuilder idleTimeout(Duration timeout) {
    settings.idleTimeout = positive("idleTimeout", timeout);
    return this;
  }

  @Override
  public PoolBuilder cancelGrace(Duration grace) {
    Objects.requireNonNull(grace, "cancelGrace");
    if (grace.isNegative()) {
      throw new IllegalArgumentException("cancelGrace must not be negative: " + grace);
    }
    settings.cancelGrace = grace;
    return this;
  }

  @Override
  public PoolBuilder maxTasksPerWorker(int tasks) {
    settings.maxTasksPerWorker = atLeast(1, "maxTasksPerWorker", tasks);
    return this;
  }

  @Override
  public PoolBuilder maxAttempts(int attempts) {
    settings.maxAttempts = atLeast(1, "maxAttempts", attempts);
    return this;
  }

  @Override
  public PoolBuilder jvmArgs(String... options) {
    // The child's own builder knows what it does not take.
    ChildJvm.builder(WorkerMain.class).jvmArgs(options);
    settings.jvmArgs.addAll(List.of(options));
    return this;
  }

  @Override
  public PoolBuilder codec(RemoteCallable<? extends Codec<Object>> codec) {
    settings.codecMaker = Objects.requireNonNull(codec, "codec");
    return this;
  }

  @Override
  public PoolBuilder initializer(WorkerPool.Initializer initializer) {
    settings.initializer = Objects.requireNonNull(initializer, "initializer");
    return this;
  }

  @Override
  public PoolBuilder contextKeys(String... keys) {
    settings.contextKeys.addAll(List.of(keys));
    return this;
  }

  @Override
  public WorkerPool build() {
    Integer least = settings.minSize;
    if (least != null && least > settings.size) {
      throw new IllegalArgumentException(
          "minSize is " + least + ", which is more than size, " + settings.size);
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? WorkerPool.class.getClassLoader() : context;
    SupervisedPool pool = new SupervisedPool(settings.ready(loader));
    pool.start();
    return pool;
  }
}
