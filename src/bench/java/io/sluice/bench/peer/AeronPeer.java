package io.sluice.bench.peer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Aeron IPC, set up as was fastest on two CPUs. The driver is one thread that naps when it has
 * nothing to do, inside the consumer's JVM; both sides yield instead of spinning, since that thread
 * needs a CPU now and then. Its bound is in bytes and fixed by the term length: it does not know
 * {@code maxSize}.
 */
public final class AeronPeer implements Peer {
  public static final List<String> JVM_ARGS =
      List.of(
          "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
          "-Dagrona.disable.bounds.checks=true");

  public static final String CHANNEL = "aeron:ipc";
  public static final int STREAM = 1;

  /**
   * The least that takes items of 1 MiB; 16 and 64 MiB were slower, up to half as fast for large
   * items.
   */
  private static final int TERM_BYTES = 8 << 20;

  /** The most that there is. */
  private static final int FRAGMENT_BYTES = 65_504;

  private final boolean keeping;
  private @Nullable ExclusivePublication publication;

  /**
   * Makes a process's share in it.
   *
   * @param keeping whether each raw item is received into an array of its own, which may be kept;
   *     if not, into one that the next item overwrites
   */
  public AeronPeer(boolean keeping) {
    this.keeping = keeping;
  }

  @Override
  public String create(Run run) {
    return launchDriver(run.endpoint());
  }

  /** Starts a media driver in this JVM and returns its directory. */
  public static String launchDriver(String workspace) {
    String directory = Path.of(workspace, "aeron").toString();
    MediaDriver.launch(
        new MediaDriver.Context()
            .aeronDirectoryName(directory)
            .threadingMode(ThreadingMode.SHARED)
            .ipcTermBufferLength(TERM_BYTES)
            .ipcMtuLength(FRAGMENT_BYTES)
            .termBufferSparseFile(false));
    return directory;
  }

  @Override
  public void produce(Run run) {
    ExclusivePublication opened = connectPublication(run.endpoint());
    publication = opened;
    new AeronSender<>(opened, run.spec().payload()).send(run);
  }

  @Override
  public void finish(Run run) {
    AeronSender.end(Objects.requireNonNull(publication));
  }

  @Override
  public void consume(Run run) {
    new AeronReceiver<>(run.spec().payload(), keeping, run.meter())
        .receive(awaitImage(run.endpoint()));
  }

  /** Waits until there is a publication, and returns its image. */
  public static Image awaitImage(String directory) {
    Subscription subscription = connect(directory).addSubscription(CHANNEL, STREAM);
    while (subscription.imageCount() == 0) {
      YieldingIdleStrategy.INSTANCE.idle();
    }
    return subscription.imageAtIndex(0);
  }

  /** Waits until there is a subscription, and returns a publication to it. */
  public static ExclusivePublication connectPublication(String directory) {
    ExclusivePublication opened = connect(directory).addExclusivePublication(CHANNEL, STREAM);
    while (!opened.isConnected()) {
      YieldingIdleStrategy.INSTANCE.idle();
    }
    return opened;
  }

  /** Connects this process to the driver of that directory. */
  public static Aeron connect(String directory) {
    return Aeron.connect(new Aeron.Context().aeronDirectoryName(directory));
  }
}
