package io.sluice.process;

import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of an output: at most so many, and at most {@link #MAX_CHARS} characters of
 * them. Adding never fails; the oldest lines make room. Not thread-safe.
 */
final class LineBuffer {

  /** 16 Mi characters: a thousand lines of the greatest length fit. */
  static final int MAX_CHARS = 1 << 24;

  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private final int maxLines;
  private int chars;

  LineBuffer(int maxLines) {
    this.maxLines = maxLines;
  }

  void add(String line) {
    lines.add(line);
    chars += line.length();
    while (lines.size() > maxLines || chars > MAX_CHARS) {
      poll();
    }
  }

  void addAll(LineBuffer others) {
    others.lines.forEach(this::add);
  }

  List<String> newest(int most) {
    return lines.stream().skip(Math.max(0, lines.size() - most)).toList();
  }

  @Nullable String poll() {
    String oldest = lines.poll();
    if (oldest != null) {
      chars -= oldest.length();
    }
    return oldest;
  }

  int size() {
    return lines.size();
  }

  void clear() {
    lines.clear();
    chars = 0;
  }
}
