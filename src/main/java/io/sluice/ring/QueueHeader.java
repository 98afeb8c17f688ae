package io.sluice.ring;

import io.sluice.CorruptQueueException;
import io.sluice.IncompatibleQueueException;
import io.sluice.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * The first page of a queue's file: written once by its creator before the file has its name, the
 * version last. A pipe's ends are the exception: they change.
 *
 * <pre>
 *    0 magic    8 version     16 length      24 maxSize    32 itemSize    40 maxItemSize
 *   48 maxAttempts   56 kind, anonymous (bit 8)   64 creator's token   72 tag   80 id
 *  128 fingerprint: length, bytes (at most 1016)
 * 1152 dead letters' address: length, bytes (at most 1016)
 * 3072 the ends of a pipe, not written here: see EndWords
 * </pre>
 */
final class QueueHeader {
  static final int LENGTH = 4096;

  static final long MAGIC = 0x0a_45_43_49_55_4c_53_89L; // "\x89SLUICE\n" in little endian
  private static final long VERSION = 1;

  static final int AT_MAGIC = 0;
  private static final int AT_VERSION = 8;
  private static final int AT_LENGTH = 16;
  private static final int AT_MAX_SIZE = 24;
  private static final int AT_ITEM_SIZE = 32;
  private static final int AT_MAX_ITEM_SIZE = 40;
  private static final int AT_MAX_ATTEMPTS = 48;
  static final int AT_KIND = 56;
  static final int AT_CREATOR = 64;
  private static final int AT_TAG = 72;
  static final int AT_ID = 80;
  private static final int AT_FINGERPRINT = 128;
  private static final int AT_DEAD_LETTERS = 1152;
  private static final int LONGEST_TEXT = 1016;
  static final long ANONYMOUS = 1 << 8;

  private QueueHeader() {}

  static void write(Memory memory, QueueSettings settings, long creator) {
    long id = new SecureRandom().nextLong();
    memory.putPlain(AT_LENGTH, memory.length());
    memory.putPlain(AT_MAX_SIZE, settings.maxSize());
    memory.putPlain(AT_ITEM_SIZE, settings.itemSize());
    memory.putPlain(AT_MAX_ITEM_SIZE, settings.maxItemSize());
    memory.putPlain(AT_MAX_ATTEMPTS, settings.maxAttempts());
    memory.putPlain(AT_KIND, settings.kind().code | (settings.anonymous() ? ANONYMOUS : 0));
    memory.putPlain(AT_CREATOR, creator);
    memory.putPlain(AT_TAG, id & 0xff);
    memory.putPlain(AT_ID, id);
    writeText(memory, AT_FINGERPRINT, settings.fingerprint());
    String deadLetters = settings.deadLetters();
    writeText(memory, AT_DEAD_LETTERS, deadLetters == null ? "" : deadLetters);
    memory.putPlain(AT_MAGIC, MAGIC);
    memory.putRelease(AT_VERSION, VERSION);
  }

  /** Reads and checks what can be checked: nothing else in the file is touched before. */
  static QueueSettings read(Memory memory) {
    expect("magic number", MAGIC, memory.getAcquire(AT_MAGIC));
    expect("format version", VERSION, memory.getAcquire(AT_VERSION));
    expect("length", memory.getPlain(AT_LENGTH), memory.length());
    long kind = memory.getPlain(AT_KIND);
    String deadLetters = readText(memory, AT_DEAD_LETTERS);
    QueueSettings settings =
        new QueueSettings(
            kind(kind & 0xff),
            number(memory, AT_MAX_SIZE, 1, QueueLayout.MOST_ITEMS),
            number(memory, AT_ITEM_SIZE, Long.BYTES, QueueLayout.LARGEST_BLOCK),
            number(memory, AT_MAX_ITEM_SIZE, 0, Integer.MAX_VALUE),
            number(memory, AT_MAX_ATTEMPTS, 0, BlockWord.MAX_ATTEMPT),
            (kind & ANONYMOUS) != 0,
            readText(memory, AT_FINGERPRINT),
            deadLetters.isEmpty() ? null : deadLetters);
    expect("length", settings.layout().fileLength(), memory.length());
    return settings;
  }

  static long creator(Memory memory) {
    return memory.getPlain(AT_CREATOR);
  }

  /** What tells this queue from others that have had, or will have, its name. */
  static long id(Memory memory) {
    return memory.getPlain(AT_ID);
  }

  /** The byte by which this queue's sleepers are rung. */
  static int tag(Memory memory) {
    return (int) memory.getPlain(AT_TAG) & 0xff;
  }

  private static QueueSettings.Kind kind(long code) {
    for (QueueSettings.Kind kind : QueueSettings.Kind.values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IncompatibleQueueException("kind of file", Long.toString(code), "0 to 2");
  }

  private static void expect(String what, long expected, long found) {
    if (found != expected) {
      throw new IncompatibleQueueException(
          what, Long.toHexString(found), Long.toHexString(expected));
    }
  }

  private static int number(Memory memory, int offset, long least, long most) {
    long number = memory.getPlain(offset);
    if (number < least || number > most) {
      throw new CorruptQueueException("header: " + number + " at " + offset);
    }
    return (int) number;
  }

  private static void writeText(Memory memory, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "longer than " + LONGEST_TEXT + " bytes in UTF-8: " + text);
    }
    memory.putPlain(offset, bytes.length);
    memory.copyIn(offset + Long.BYTES, bytes, 0, bytes.length);
  }

  private static String readText(Memory memory, int offset) {
    byte[] bytes = new byte[number(memory, offset, 0, LONGEST_TEXT)];
    memory.copyOut(offset + Long.BYTES, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
