package io.sluice.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What one process has seen, in a file of its own. Each entry is one write to the kernel: it is
 * there when the process is killed after it, and of the last one a part at most is.
 */
final class SoakLog implements AutoCloseable {
  /** What an entry says of an item. */
  enum Event {
    /** It will be sent. */
    INTENDED('i'),

    /** It was accepted. */
    ACCEPTED('a'),

    /** It was handed over, and is settled. */
    TAKEN('t'),

    /** It was delivered, and is to be settled. */
    DELIVERED('d'),

    /** It is about to be acknowledged. */
    ACKNOWLEDGING('k'),

    /** Its acknowledgement has returned. */
    ACKNOWLEDGED('K'),

    /** It is not as it was sent. */
    DAMAGED('!'),

    /** Two held the lock at a time. */
    NOT_LOCKED('?'),

    /** The lock was held for once. */
    LOCKED('l');

    private final int code;

    Event(char code) {
      this.code = code;
    }

    static Event of(int code) {
      for (Event event : EVENTS) {
        if (event.code == code) {
          return event;
        }
      }
      throw new AssertionError("no entry begins with " + code);
    }
  }

  /** Who reads entries. */
  interface Reader {
    void entry(Event event, int attempt, SoakItem item);
  }

  private static final int ENTRY = 3 * Long.BYTES;
  private static final Event[] EVENTS = Event.values();

  private final FileChannel file;
  private final ByteBuffer entry = ByteBuffer.allocateDirect(ENTRY);

  SoakLog(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  synchronized void write(Event event, int attempt, SoakItem item) {
    entry.clear().putInt(event.code).putInt(attempt);
    entry.putLong(item.producer()).putLong(item.number()).flip();
    try {
      file.write(entry);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  static void read(Path path, Reader reader) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
    while (all.remaining() >= ENTRY) {
      Event event = Event.of(all.getInt());
      int attempt = all.getInt();
      reader.entry(event, attempt, new SoakItem(all.getLong(), all.getLong()));
    }
  }
}
