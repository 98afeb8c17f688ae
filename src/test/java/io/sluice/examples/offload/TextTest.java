package io.sluice.examples.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.examples.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTest {
  @TempDir Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static List<String> lines(Text text) {
    return text.lines().map(Line::text).collectList().block();
  }

  @Test
  void everyJdkBringsEnough() throws UsageException {
    assertThat(Text.ofThisJdk().count().block()).isGreaterThan(1000);
  }

  @Test
  void linesAreNumberedOverAllFiles() throws Exception {
    Text text = Text.of(List.of(file("b", "1\r\n2\n"), file("a", "\n3")));
    assertThat(text.lines().collectList().block())
        .containsExactly(new Line(0, "1"), new Line(1, "2"), new Line(2, ""), new Line(3, "3"));
    assertThat(text.files()).isEqualTo(2);
  }

  @Test
  void directoriesAreSearchedForText() throws Exception {
    Path deep = Files.createDirectories(directory.resolve("deep/er"));
    Files.writeString(deep.resolve("text"), "deep");
    file("binary", "no\0text");
    assertThat(lines(Text.of(List.of(directory)))).containsExactly("deep");
    assertThat(lines(Text.of(List.of(directory.resolve("binary"))))).containsExactly("no\0text");
  }

  @Test
  void linksAreFollowedAndFilesTakenOnce() throws Exception {
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Path text = file("text", "linked");
    Files.createSymbolicLink(inside.resolve("link"), text);
    Files.createSymbolicLink(inside.resolve("once-more"), text);
    Files.createSymbolicLink(inside.resolve("round"), inside);
    Files.createSymbolicLink(inside.resolve("dangling"), directory.resolve("missing"));
    assertThat(lines(Text.of(List.of(inside, text)))).containsExactly("linked");
  }

  @Test
  void whatIsAppendedLaterDoesNotCount() throws Exception {
    Path log = file("log", "one\ntwo\n");
    Text text = Text.of(List.of(log));
    Files.writeString(log, "three\n", StandardOpenOption.APPEND);
    assertThat(lines(text)).containsExactly("one", "two");
  }

  @Test
  void nothingToRead() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> Text.of(List.of(empty)))
        .isInstanceOf(UsageException.class)
        .hasMessage("there is no text in [" + empty + "]");
  }
}
