package io.sluice.worker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A directory by which a test and tasks in other processes see each other, whatever dies. */
public final class Gate implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String directory;

  public Gate(Path directory) {
    this.directory = directory.toString();
  }

  private Path file(String name) {
    return Path.of(directory, name);
  }

  public void open() {
    note("open", "");
  }

  /** In a task: notes its process, and waits until the test opens the gate. */
  public long pass() throws InterruptedException {
    long pid = ProcessHandle.current().pid();
    note("came", Long.toString(pid));
    while (!Files.exists(file("open"))) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return pid;
  }

  /** Appends a line; short ones are written at once. */
  public void note(String name, String line) {
    try {
      Files.writeString(
          file(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<String> notes(String name) {
    try {
      return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void awaitNotes(String name, int count) {
    await(count + " notes of '" + name + "'")
        .atMost(Pools.PATIENCE)
        .pollInterval(java.time.Duration.ofMillis(5))
        .until(() -> notes(name).size() >= count);
  }
}
