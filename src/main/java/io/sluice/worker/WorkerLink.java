package io.sluice.worker;

import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import io.sluice.process.ChildJvm;
import io.sluice.queue.ReceiveOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import reactor.core.scheduler.Schedulers;

/**
 * A worker's process and the pipe to it. Sending and asking it to end never wait; {@link #open},
 * {@link #kill}, {@link #letGo} and {@link #close} do, and are for {@link Background} threads.
 */
final class WorkerLink {
  /** Larger messages pass in pieces. */
  private static final int PIPE_BYTES = 256 << 10;

  private static final int SHOWN_LINES = 20;

  private static final System.Logger LOG =
      System.getLogger(WorkerLink.class.getPackageName() + ".output");

  private final String name;
  private final SharedPipe<Frame, Frame> pipe;
  private final PipeEnd<Frame, Frame> end;
  private final ChildJvm child;

  private WorkerLink(String name, SharedPipe<Frame, Frame> pipe, ChildJvm child) {
    this.name = name;
    this.pipe = pipe;
    this.end = pipe.first();
    this.child = child;
  }

  /** Starts a process; it says READY when it has come up and was sent its set-up. */
  static WorkerLink open(String name, WorkerJvm jvm) {
    FrameCodec codec = new FrameCodec();
    SharedPipe<Frame, Frame> pipe =
        SharedPipe.builder(codec, codec)
            .capacity(PIPE_BYTES)
            .maxMessageSize(FrameCodec.MAX_BYTES)
            .create();
    WorkerLink link = null;
    try {
      link = new WorkerLink(name, pipe, jvm.start(pipe.secondAddress().toString()));
      return link;
    } finally {
      if (link == null) {
        pipe.close();
      }
    }
  }

  /**
   * Tells what becomes of it, on the library's waiting thread and on others; none may be kept.
   *
   * @param frames what it says
   * @param pipeOver it will say nothing more
   * @param exited its exit code
   */
  void listen(Consumer<Frame> frames, Runnable pipeOver, IntConsumer exited) {
    child.output().subscribe(this::log);
    child.onExit().subscribe(exited::accept);
    end.expect(child);
    ReceiveOptions atOnce = ReceiveOptions.defaults().withScheduler(Schedulers.immediate());
    end.receive(atOnce).subscribe(frames, failure -> pipeOver.run(), pipeOver);
  }

  private void log(String line) {
    LOG.log(System.Logger.Level.INFO, () -> "[" + name + " pid " + pid() + "] " + line);
  }

  /** In the order of the calls. That nobody is there any more is noticed elsewhere. */
  void send(Frame frame) {
    end.send(frame).subscribe(accepted -> {}, nobodyThere -> {});
  }

  long pid() {
    return child.pid();
  }

  List<String> lastOutput() {
    return child.recentOutput(SHOWN_LINES);
  }

  /** SIGKILL, for its descendants too. */
  void kill() {
    child.destroyForcibly();
  }

  /** Lets it go: it runs its shutdown hooks, and is forced when that takes five seconds. */
  void letGo() {
    end.complete();
    child.close();
  }

  /** After its end. */
  void close() {
    pipe.close();
  }

  @Override
  public String toString() {
    return name + " pid " + pid();
  }
}
