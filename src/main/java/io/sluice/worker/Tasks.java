package io.sluice.worker;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import io.sluice.worker.Frame.Kind;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Runs tasks, on the worker's task thread; whatever they throw is their own end and no more. */
final class Tasks {
  private final Codec<Object> codec;
  private final ClassLoader loader;
  private final RunningTask running;
  private final Outgoing outgoing;
  private final LogContext logContext;

  Tasks(Codec<Object> codec, ClassLoader loader, RunningTask running, Outgoing outgoing) {
    this.codec = codec;
    this.loader = loader;
    this.running = running;
    this.outgoing = outgoing;
    this.logContext = LogContext.of(loader);
  }

  /** Runs one, and says how it ended. */
  void run(Frame job) {
    Frame result;
    TaskHead head = TaskHead.fromHead(job.head());
    TaskContext context =
        new TaskContext(head.attempt(), head.values(), report -> tell(job.task(), report));
    boolean wanted = running.begin(context);
    try {
      head.values().forEach(logContext::put);
      result = wanted ? resultOf(job, head) : Frame.of(Kind.EMPTY, job.task());
    } catch (Throwable e) {
      Fatal.endIfOutOfMemory(e, job.task(), outgoing);
      result = failed(job.task(), e);
    } finally {
      head.values().keySet().forEach(logContext::remove);
      Thread.currentThread().setContextClassLoader(loader);
      running.end();
    }
    try {
      outgoing.put(result);
    } catch (ItemTooLargeException e) {
      outgoing.put(failed(job.task(), new SendingException(e)));
    }
  }

  private static Frame failed(long task, Throwable why) {
    return Frame.withHead(Kind.FAILED, task, RemoteText.of(why).toHead());
  }

  private void tell(long task, Object report) {
    outgoing.tell(Frame.withBody(Kind.PROGRESS, task, Payload.encode(codec, report)));
  }

  private Frame resultOf(Frame job, TaskHead head) throws Exception {
    if (job.kind() == Kind.STREAM) {
      return streamed(job, head);
    }
    Object result = head.hasArgument() ? applied(job, head) : called(head);
    return result == null
        ? Frame.of(Kind.EMPTY, job.task())
        : Frame.withBody(Kind.RESULT, job.task(), encode(result));
  }

  @SuppressWarnings("unchecked") // What the caller's compiler has seen to.
  private @Nullable Object applied(Frame job, TaskHead head) throws Exception {
    RemoteFunction<Object, Object> function = function(head, RemoteFunction.class);
    return function.apply(argument(job));
  }

  @SuppressWarnings("unchecked") // As above.
  private @Nullable Object called(TaskHead head) throws Exception {
    RemoteCallable<Object> function = function(head, RemoteCallable.class);
    return function.call();
  }

  @SuppressWarnings("unchecked") // As above.
  private Frame streamed(Frame job, TaskHead head) throws Exception {
    RemoteStream<Object, Object> function = function(head, RemoteStream.class);
    Publisher<?> items = function.apply(argument(job));
    StreamRun run = new StreamRun(job.task(), codec, outgoing);
    running.stream(run);
    run.run(items);
    return Frame.of(Kind.EMPTY, job.task());
  }

  private <T> T function(TaskHead head, Class<T> type) throws SendingException {
    try {
      return Functions.decode(head.function(), type, loader);
    } catch (CodecException e) {
      throw new SendingException(e);
    }
  }

  private Object argument(Frame job) throws SendingException {
    try {
      return Payload.decode(codec, job.body());
    } catch (CodecException e) {
      throw new SendingException(e);
    }
  }

  private byte[] encode(Object result) throws SendingException {
    try {
      return Payload.encode(codec, result);
    } catch (CodecException | ItemTooLargeException e) {
      throw new SendingException(e);
    }
  }
}
