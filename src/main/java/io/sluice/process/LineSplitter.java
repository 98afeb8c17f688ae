package io.sluice.process;

import java.util.function.Consumer;

/**
 * Cuts a stream of characters into lines, which end with {@code \n}, {@code \r} or {@code \r\n}. A
 * line is handed on as soon as its end is seen; one that has none after {@link #MAX_LINE_LENGTH}
 * characters is handed on in pieces of that length, never cut inside a surrogate pair.
 *
 * <p>Thread-safe, as the end of a stream may be noticed elsewhere than its characters.
 */
final class LineSplitter {

  static final int MAX_LINE_LENGTH = 16_384;

  private final Consumer<String> lines;
  private final StringBuilder partial = new StringBuilder();
  private boolean afterCarriageReturn;

  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  synchronized void accept(char[] chars, int count) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      char c = chars[i];
      if (c == '\n' && afterCarriageReturn) {
        start = i + 1;
      } else if (c == '\n' || c == '\r') {
        append(chars, start, i);
        emit();
        start = i + 1;
      }
      afterCarriageReturn = c == '\r';
    }
    append(chars, start, count);
  }

  /** Hands on what the stream ended with, if that was not the end of a line. */
  synchronized void end() {
    if (partial.length() > 0) {
      emit();
    }
  }

  private void append(char[] chars, int from, int to) {
    int start = from;
    while (partial.length() + (to - start) > MAX_LINE_LENGTH) {
      int room = MAX_LINE_LENGTH - partial.length();
      partial.append(chars, start, room);
      start += room;
      emitPiece();
    }
    partial.append(chars, start, to - start);
  }

  private void emitPiece() {
    int last = partial.length() - 1;
    char lastChar = partial.charAt(last);
    if (Character.isHighSurrogate(lastChar)) {
      partial.setLength(last);
      emit();
      partial.append(lastChar);
    } else {
      emit();
    }
  }

  private void emit() {
    lines.accept(partial.toString());
    partial.setLength(0);
  }
}
