package io.sluice.bench.peer;

import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.StoreFileListener;
import net.openhft.chronicle.queue.rollcycles.TestRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Chronicle Queue, in files in memory. It is a log: it has no bound, so that a producer never waits
 * for its consumer, and each consumer gets every message. Files roll each second and go once they
 * are read, or memory would be full before the run is over; the consumer polls and yields.
 */
public final class ChroniclePeer implements Peer {
  public static final List<String> JVM_ARGS =
      List.of(
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
          "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "-Dchronicle.analytics.disable=true",
          "-Dchronicle.announcer.disable=true",
          "-Dorg.slf4j.simpleLogger.log.net.openhft=warn");

  /** Shorter than any item. */
  private static final int END_BYTES = 1;

  private static final int LEAST_ROOM = 1 << 10;

  /** Kept, since it complains when it is collected without having been closed. */
  private @Nullable ChronicleQueue queue;

  @Override
  public String create(Run run) {
    String directory = Path.of(run.endpoint(), "chronicle").toString();
    queue = open(directory, new ReadFiles());
    return directory;
  }

  @Override
  public void produce(Run run) {
    ChronicleQueue opened = open(run.endpoint(), StoreFileListener.noOp());
    queue = opened;
    produce(opened.createAppender(), run, run.spec().payload());
  }

  @Override
  public void finish(Run run) {
    append(Objects.requireNonNull(queue).createAppender(), new byte[END_BYTES], END_BYTES);
  }

  @Override
  public void consume(Run run) {
    consume(Objects.requireNonNull(queue).createTailer(), run, run.spec().payload());
  }

  private static <T> void produce(ExcerptAppender appender, Run run, Payload<T> payload) {
    Encoder<T> encoder = Encoder.of(payload);
    for (long id = 0; !run.stopped(); id++) {
      T item = payload.create().apply(id);
      int length = encoder.encode(item);
      append(appender, encoder.bytes(), length);
      run.meter().add(payload.id().applyAsLong(item));
    }
  }

  private static void append(ExcerptAppender appender, byte[] bytes, int length) {
    try (DocumentContext document = appender.writingDocument()) {
      document.wire().bytes().write(bytes, 0, length);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the producer may need this CPU
  private static <T> void consume(ExcerptTailer tailer, Run run, Payload<T> payload) {
    Decoder<T> decoder = Decoder.of(payload);
    Meter meter = run.meter();
    byte[] bytes = new byte[Math.max(LEAST_ROOM, payload.bytes())];
    int length = 0;
    while (length != END_BYTES) {
      try (DocumentContext document = tailer.readingDocument()) {
        if (document.isPresent()) {
          Bytes<?> source = document.wire().bytes();
          length = (int) source.readRemaining();
          source.read(bytes, 0, length);
          if (length != END_BYTES) {
            meter.add(payload.id().applyAsLong(decoder.decode(bytes, length)));
          }
        } else {
          Thread.yield();
        }
      }
    }
  }

  private static ChronicleQueue open(String directory, StoreFileListener listener) {
    return ChronicleQueue.singleBuilder(directory)
        .rollCycle(TestRollCycles.TEST_SECONDLY)
        .storeFileListener(listener)
        .build();
  }
}
