package io.sluice.examples.webflux;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The service in a JVM of its own, from exploded classes, and requests to it. */
final class Service extends Client implements AutoCloseable {
  private final TestJvm jvm;

  private Service(TestJvm jvm, URI address) {
    super(address);
    this.jvm = jvm;
  }

  /** At any free port; the directory is for what its JVMs share. */
  static Service start(Path directory, String... options) {
    return start(directory, List.of(), options);
  }

  /** With JVM options, too. */
  static Service start(Path directory, List<String> jvmArgs, String... options) {
    TestJvm jvm =
        TestJvm.start(
            ChildJvm.builder(WebfluxOffload.class)
                .jvmArgs("-XX:TieredStopAtLevel=1", "-Dsluice.dir=" + directory)
                .jvmArgs(jvmArgs.toArray(String[]::new))
                .args(
                    Stream.concat(Stream.of("--server.port=0"), Stream.of(options))
                        .toArray(String[]::new)));
    try {
      return new Service(jvm, URI.create(jvm.awaitLine("Thumbnails at ")));
    } catch (Throwable failure) {
      jvm.close();
      throw failure;
    }
  }

  TestJvm jvm() {
    return jvm;
  }

  @Override
  public void close() {
    jvm.close();
  }

  @Override
  public String toString() {
    return jvm.toString();
  }
}
