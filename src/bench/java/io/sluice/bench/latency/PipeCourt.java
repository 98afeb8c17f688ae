package io.sluice.bench.latency;

import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import io.sluice.queue.ReceiveOptions;
import java.util.concurrent.Semaphore;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Over a pipe, by {@code receive}: whoever gets a message sends the next one where it got it. Only
 * after a pause the pinging process sends from the thread that slept.
 */
final class PipeCourt implements Court {
  private final boolean immediate;
  private SharedPipe<byte[], byte[]> pipe;

  /**
   * @param immediate whether messages are delivered on the doorbell's own thread
   */
  PipeCourt(boolean immediate) {
    this.immediate = immediate;
  }

  @Override
  public String create(String workspace) {
    pipe = Pipes.create(workspace);
    return pipe.secondAddress().toString();
  }

  @Override
  public void ping(Rally rally) throws InterruptedException {
    PipeEnd<byte[], byte[]> end = pipe.first();
    Semaphore returned = new Semaphore(0);
    Disposable receiving =
        receive(end)
            .subscribe(
                message -> {
                  rally.returned();
                  if (!rally.isPaced() && rally.goesOn()) {
                    serve(end, rally, message);
                  } else {
                    returned.release();
                  }
                });
    byte[] message = new byte[MESSAGE_BYTES];
    while (rally.goesOn()) {
      rally.pause();
      serve(end, rally, message);
      returned.acquire();
    }
    receiving.dispose();
  }

  @Override
  public void echo(String endpoint) {
    PipeEnd<byte[], byte[]> end = Pipes.open(endpoint);
    receive(end).subscribe(message -> send(end, message));
  }

  private Flux<byte[]> receive(PipeEnd<byte[], byte[]> end) {
    return immediate
        ? end.receive(ReceiveOptions.defaults().withScheduler(Schedulers.immediate()))
        : end.receive();
  }

  private static void serve(PipeEnd<byte[], byte[]> end, Rally rally, byte[] message) {
    rally.serve();
    send(end, message);
  }

  private static void send(PipeEnd<byte[], byte[]> end, byte[] message) {
    if (!end.offer(message)) {
      throw new IllegalStateException("a pipe with one message in it is full");
    }
  }
}
