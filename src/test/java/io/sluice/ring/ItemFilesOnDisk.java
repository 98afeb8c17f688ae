package io.sluice.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a queue's large items, looked for again only when somebody has changed the disk. */
final class ItemFilesOnDisk implements Referee.Files {
  private static final Pattern NAME = Pattern.compile(".*\\.item-(\\d+)-([0-9a-f]+)");
  private static final long NOT_YET = 0;

  private final Path items;
  private final Map<Integer, Map<Long, Long>> found = new HashMap<>();
  private boolean stale = true;

  ItemFilesOnDisk(Path items) {
    this.items = items;
  }

  void changed() {
    stale = true;
  }

  private Map<Long, Long> of(int block) {
    if (stale) {
      stale = false;
      found.clear();
      QueueFiles.list(items.getParent()).forEach(this::read);
    }
    return found.getOrDefault(block, Map.of());
  }

  private void read(Path file) {
    Matcher name = NAME.matcher(QueueFiles.name(file));
    if (QueueFiles.name(file).startsWith(QueueFiles.name(items)) && name.matches()) {
      found
          .computeIfAbsent(Integer.parseInt(name.group(1)), block -> new HashMap<>())
          .put(Long.parseLong(name.group(2), 16), code(file));
    }
  }

  private static long code(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return bytes.length < Items.LARGE ? NOT_YET : ByteBuffer.wrap(bytes).getLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasAny(int block) {
    return !of(block).isEmpty();
  }

  @Override
  public boolean isWhole(int block, long generation) {
    return of(block).getOrDefault(generation, NOT_YET) != NOT_YET;
  }

  @Override
  public long content(int block, long generation) {
    return of(block).getOrDefault(generation, NOT_YET);
  }
}
