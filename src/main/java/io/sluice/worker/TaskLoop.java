package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.queue.ReceiveOptions;
import io.sluice.worker.Frame.Kind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/**
 * The worker's one task thread. What the pool says arrives on the library's waiting thread, which
 * only passes it on: tasks to the queue, cancels and demand to the task that runs.
 */
final class TaskLoop {
  private static final int REFUSED_EXIT_CODE = 1;

  private final PipeEnd<Frame, Frame> end;
  private final ClassLoader loader = applicationClasses();
  private final BlockingQueue<Frame> jobs = new LinkedBlockingQueue<>();
  private final RunningTask running = new RunningTask(Thread.currentThread());
  private final Outgoing outgoing;

  TaskLoop(PipeEnd<Frame, Frame> end) {
    this.end = end;
    this.outgoing = new Outgoing(end);
  }

  private static ClassLoader applicationClasses() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? TaskLoop.class.getClassLoader() : context;
  }

  /** Runs until the pool lets the worker go; the exit code. */
  int run() {
    Thread.currentThread().setName("sluice-task");
    Disposable.Swap receiving = Disposables.swap();
    ReceiveOptions atOnce = ReceiveOptions.defaults().withScheduler(Schedulers.immediate());
    Frame last = Frame.of(Kind.CANCEL, 0);
    receiving.update(
        end.receive(atOnce)
            .subscribe(this::received, failure -> jobs.add(last), () -> jobs.add(last)));
    Frame setup = next();
    if (setup == last) {
      return 0;
    }
    Tasks tasks;
    try {
      tasks = setUp(Setup.fromHead(setup.head()));
    } catch (Throwable e) {
      Fatal.endIfOutOfMemory(e, 0, outgoing);
      outgoing.put(Frame.withHead(Kind.REFUSED, 0, RemoteText.of(e).toHead()));
      return REFUSED_EXIT_CODE;
    }
    outgoing.put(Frame.of(Kind.READY, 0));
    for (Frame job = next(); job != last; job = next()) {
      tasks.run(job);
    }
    return 0;
  }

  private Frame next() {
    while (true) {
      try {
        return jobs.take();
      } catch (InterruptedException stray) {
        // Left behind by a task, which is over.
      }
    }
  }

  private void received(Frame frame) {
    switch (frame.kind()) {
      case SETUP -> jobs.add(frame);
      case CALL, STREAM -> {
        running.arrive(frame.task());
        jobs.add(frame);
      }
      case CANCEL -> running.cancel(frame.task());
      case REQUEST -> running.request(frame.task(), Demand.of(frame));
      default -> throw new IllegalStateException("Not for a worker: " + frame);
    }
  }

  private Tasks setUp(Setup setup) throws Exception {
    Codec<Object> codec = codec(setup);
    if (!codec.fingerprint().equals(setup.fingerprint())) {
      throw new SluiceException(
          "The worker's codec, "
              + codec.fingerprint()
              + ", is not the pool's, "
              + setup.fingerprint());
    }
    byte[] initializer = setup.initializer();
    if (initializer != null) {
      Functions.decode(initializer, WorkerPool.Initializer.class, loader).run();
    }
    return new Tasks(codec, loader, running, outgoing);
  }

  private Codec<Object> codec(Setup setup) throws Exception {
    byte[] maker = setup.codec();
    return maker == null
        ? Payload.anyClass(loader)
        : CodecMaker.make(Functions.decode(maker, RemoteCallable.class, loader));
  }
}
