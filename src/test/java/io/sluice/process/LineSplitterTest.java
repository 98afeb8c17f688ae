package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  private static final int MAX = LineSplitter.MAX_LINE_LENGTH;

  @Test
  void knowsAllLineEnds() {
    assertThat(split("a\nb\r\nc\rd\n\ne\r\r\n\nf"))
        .containsExactly("a", "b", "c", "d", "", "e", "", "", "f");
  }

  @Test
  void aLineComesWithItsEndAndNotBefore() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(lines::add);
    feed(splitter, "half a ");
    assertThat(lines).isEmpty();
    feed(splitter, "line\r");
    assertThat(lines).containsExactly("half a line");
    feed(splitter, "\nnext");
    assertThat(lines).hasSize(1);
    splitter.end();
    splitter.end();
    assertThat(lines).containsExactly("half a line", "next");
  }

  @Test
  void resultDoesNotDependOnHowTheTextComes() {
    String text = "first\r\n\nsecond\rthird" + "x".repeat(2 * MAX) + "\n\r\nlast";
    List<String> whole = split(text);
    for (int size : new int[] {1, 2, 3, 7, MAX - 1, MAX, MAX + 1}) {
      List<String> lines = new ArrayList<>();
      LineSplitter splitter = new LineSplitter(lines::add);
      for (int i = 0; i < text.length(); i += size) {
        feed(splitter, text.substring(i, Math.min(text.length(), i + size)));
      }
      splitter.end();
      assertThat(lines).as("pieces of " + size).isEqualTo(whole);
    }
  }

  @Test
  void cutsNoCharacterInTwo() {
    String smile = "\uD83D\uDE00";
    List<String> lines = split("x".repeat(MAX - 1) + smile + "y".repeat(MAX));
    assertThat(lines).containsExactly("x".repeat(MAX - 1), smile + "y".repeat(MAX - 2), "yy");
  }

  @Test
  void aLineOfTheGreatestLengthIsOneLine() {
    assertThat(split("x".repeat(MAX) + "\n")).containsExactly("x".repeat(MAX));
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(lines::add);
    feed(splitter, text);
    splitter.end();
    return lines;
  }

  private static void feed(LineSplitter splitter, String text) {
    splitter.accept(text.toCharArray(), text.length());
  }
}
