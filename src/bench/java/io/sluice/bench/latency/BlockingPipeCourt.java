package io.sluice.bench.latency;

import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;

/** Over a pipe, by {@code put} and {@code take}. */
final class BlockingPipeCourt implements Court {
  private SharedPipe<byte[], byte[]> pipe;

  @Override
  public String create(String workspace) {
    pipe = Pipes.create(workspace);
    return pipe.secondAddress().toString();
  }

  @Override
  public void ping(Rally rally) throws InterruptedException {
    PipeEnd<byte[], byte[]> end = pipe.first();
    byte[] message = new byte[MESSAGE_BYTES];
    while (rally.goesOn()) {
      rally.pause();
      rally.serve();
      end.put(message);
      message = end.take();
      rally.returned();
    }
  }

  @Override
  public void echo(String endpoint) throws InterruptedException {
    PipeEnd<byte[], byte[]> end = Pipes.open(endpoint);
    while (true) {
      end.put(end.take());
    }
  }
}
