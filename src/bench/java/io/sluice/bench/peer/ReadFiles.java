package io.sluice.bench.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import net.openhft.chronicle.queue.impl.StoreFileListener;

/** Deletes each of a Chronicle Queue's files as soon as its reader is done with it. */
final class ReadFiles implements StoreFileListener {
  @Override
  public void onReleased(int cycle, File file) {
    try {
      Files.deleteIfExists(file.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
