package io.sluice.ring;

import io.sluice.memory.Disk;
import io.sluice.memory.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The files of items that are too large for a block, one each. A file's name is the queue's, the
 * block's number and the generation of the allocation it was written in: so a repairer who knows
 * the block's word or header knows the file, and one who slept can never delete a later item's.
 */
class ItemFiles {
  static final String INFIX = ".item-";

  private final Path queue;

  ItemFiles(Path queue) {
    this.queue = queue;
  }

  void write(int block, long generation, byte[] source, int from, int length) throws IOException {
    PrivateFile.write(path(block, generation), source, from, length);
  }

  byte[] read(int block, long generation, int length) throws IOException {
    return PrivateFile.read(path(block, generation), length);
  }

  /** Deletes the file if it is there: a repair may do it again. */
  void delete(int block, long generation) throws IOException {
    Disk.delete(path(block, generation));
  }

  private Path path(int block, long generation) {
    return queue.resolveSibling(
        queue.getFileName() + INFIX + block + '-' + Long.toHexString(generation));
  }
}
