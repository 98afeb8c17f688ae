package io.sluice.ring;

import io.sluice.memory.WatchedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Item files without a disk: making, filling, reading and deleting one are accesses that a process
 * may be stopped before.
 */
final class ItemFilesInMemory extends ItemFiles {
  private static final long NOT_YET = 0;
  private static final long FAILED = -1;

  private final Store store;
  private final WatchedMemory.Watch watch;
  private boolean full;

  ItemFilesInMemory(Store store, WatchedMemory.Watch watch) {
    super(Path.of("queue"));
    this.store = store;
    this.watch = watch;
  }

  /** Whether this process finds no space for a file's content. */
  boolean isFull() {
    return full;
  }

  void setFull(boolean full) {
    this.full = full;
  }

  @Override
  void write(int block, long generation, byte[] source, int from, int length) throws IOException {
    long code = ByteBuffer.wrap(source).getLong(from);
    if (watch.access(() -> store.create(block, generation)) == FAILED) {
      throw new FileAlreadyExistsException("of block " + block);
    }
    if (full) {
      throw new IOException("No space left on device");
    }
    watch.access(() -> store.fill(block, generation, code));
  }

  @Override
  byte[] read(int block, long generation, int length) throws IOException {
    long code = watch.access(() -> store.content(block, generation));
    if (code == FAILED) {
      throw new NoSuchFileException("of block " + block);
    }
    byte[] bytes = new byte[length];
    Items.write(ByteBuffer.wrap(bytes), Items.decode(code), length);
    return bytes;
  }

  @Override
  void delete(int block, long generation) {
    watch.access(() -> store.delete(block, generation));
  }

  /** The directory that the processes share. */
  static final class Store implements Referee.Files {
    private final Map<Integer, Map<Long, Long>> files = new HashMap<>();

    Store() {}

    Store(Store past) {
      past.files.forEach((block, files) -> this.files.put(block, new HashMap<>(files)));
    }

    boolean isEmpty() {
      return files.isEmpty();
    }

    @Override
    public boolean hasAny(int block) {
      return files.containsKey(block);
    }

    @Override
    public boolean isWhole(int block, long generation) {
      long content = content(block, generation);
      return content != FAILED && content != NOT_YET;
    }

    @Override
    public long content(int block, long generation) {
      return files.getOrDefault(block, Map.of()).getOrDefault(generation, FAILED);
    }

    private long create(int block, long generation) {
      Map<Long, Long> ofBlock = files.computeIfAbsent(block, b -> new HashMap<>());
      return ofBlock.putIfAbsent(generation, NOT_YET) == null ? 0 : FAILED;
    }

    private long fill(int block, long generation, long code) {
      files.get(block).put(generation, code);
      return 0;
    }

    private long delete(int block, long generation) {
      Map<Long, Long> ofBlock = files.get(block);
      if (ofBlock != null && ofBlock.remove(generation) != null && ofBlock.isEmpty()) {
        files.remove(block);
      }
      return 0;
    }
  }
}
