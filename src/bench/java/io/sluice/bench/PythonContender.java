package io.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Python's {@code multiprocessing.Queue}. Its queue has to be inherited, so one Python process
 * starts the consumers and the producers and speaks for all of them.
 */
final class PythonContender implements Contender {
  private static final String SCRIPT = "multiprocessing_queue.py";
  private static final String INTERPRETER = "python3";

  @Override
  public String name() {
    return "python";
  }

  @Override
  public void start(Case spec, Workspace workspace, Group group)
      throws IOException, InterruptedException {
    Child python = Child.start(name(), Commands.placed(command(spec, workspace), spec.oneCpu()));
    group.addConsumer(python);
    group.addProducer(python);
    python.expect(Protocol.READY);
  }

  private static List<String> command(Case spec, Workspace workspace) {
    return List.of(
        Programs.require(INTERPRETER),
        "-u",
        "-c",
        script(),
        workspace.path().toString(),
        String.valueOf(spec.maxSize()),
        String.valueOf(spec.producers()),
        String.valueOf(spec.consumers()),
        String.valueOf(spec.payload().isRaw() ? spec.payload().bytes() : 0));
  }

  private static String script() {
    try (InputStream in = PythonContender.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + SCRIPT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
