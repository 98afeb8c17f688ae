package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's builder has been told: changed by the builder alone, which gives each pool a copy.
 */
final class PoolSettings {
  private static final Duration DEFAULT_STARTUP_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(1);
  private static final int LEAST_STARTS_AT_ONCE = 2;

  String name = "pool";
  int size = Runtime.getRuntime().availableProcessors();
  int queueCapacity = 64;
  @Nullable Duration taskTimeout;
  Duration startupTimeout = DEFAULT_STARTUP_TIMEOUT;
  Duration cancelGrace = DEFAULT_GRACE;
  @Nullable Duration idleTimeout;
  int maxTasksPerWorker = Integer.MAX_VALUE;
  int maxAttempts = 1;
  @Nullable Integer minSize;
  int warmSpares;
  List<String> jvmArgs = new ArrayList<>();
  Set<String> contextKeys = new LinkedHashSet<>();
  @Nullable RemoteCallable<? extends Codec<Object>> codecMaker;
  WorkerPool.@Nullable Initializer initializer;

  // Made from the above for a pool.
  private @Nullable Made made;

  private record Made(Codec<Object> codec, Setup setup, WorkerJvm jvm, LogContext logContext) {}

  /** For a pool: what can be wrong with it is found now. */
  PoolSettings ready(ClassLoader loader) {
    PoolSettings copy = new PoolSettings();
    copy.name = name;
    copy.size = size;
    copy.queueCapacity = queueCapacity;
    copy.taskTimeout = taskTimeout;
    copy.startupTimeout = startupTimeout;
    copy.cancelGrace = cancelGrace;
    copy.idleTimeout = idleTimeout;
    copy.maxTasksPerWorker = maxTasksPerWorker;
    copy.maxAttempts = maxAttempts;
    copy.minSize = minSize;
    copy.warmSpares = warmSpares;
    copy.jvmArgs = List.copyOf(jvmArgs);
    copy.contextKeys = Set.copyOf(contextKeys);
    Codec<Object> codec = codec(loader);
    Setup setup =
        new Setup(
            codecMaker == null ? null : Functions.encode(codecMaker),
            initializer == null ? null : Functions.encode(initializer),
            codec.fingerprint());
    copy.made =
        new Made(
            codec, setup, new WorkerJvm(copy.jvmArgs, size + warmSpares), LogContext.of(loader));
    return copy;
  }

  private Codec<Object> codec(ClassLoader loader) {
    if (codecMaker == null) {
      return Payload.anyClass(loader);
    }
    try {
      return CodecMaker.make(codecMaker);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new SluiceException("The pool's codec could not be made", e);
    }
  }

  private Made made() {
    if (made == null) {
      throw new IllegalStateException("These are still a builder's");
    }
    return made;
  }

  Codec<Object> codec() {
    return made().codec();
  }

  Setup setup() {
    return made().setup();
  }

  WorkerJvm jvm() {
    return made().jvm();
  }

  LogContext logContext() {
    return made().logContext();
  }

  /** How many workers there should be for so many tasks that wait or run. */
  int wanted(int tasks) {
    int least = minSize != null ? minSize : idleTimeout != null ? 0 : size;
    return Math.max(least, Math.min(size, tasks)) + warmSpares;
  }

  /** JVMs take a processor each while they start. */
  int startsAtOnce() {
    return Math.max(LEAST_STARTS_AT_ONCE, Runtime.getRuntime().availableProcessors());
  }
}
