package io.sluice.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All Java in the README is code of this package, word for word; and its links lead somewhere. */
class ReadmeTest {
  private static final Path SOURCES = Path.of("src/test/java/io/sluice/readme");

  private static final Pattern REGION =
      Pattern.compile("^ *// snippet: (\\S+)\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile(
          "^<!-- snippet: (\\S+) -->\n```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }

  private static Map<String, String> found(Pattern pattern, String text) {
    Map<String, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      assertThat(found.put(matcher.group(1), matcher.group(2).stripTrailing().stripIndent()))
          .as("another snippet of that name: %s", matcher.group(1))
          .isNull();
    }
    return found;
  }

  private static Map<String, String> regions() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.forEach(sources::add);
    }
    Map<String, String> regions = new TreeMap<>();
    for (Path source : sources) {
      regions.putAll(found(REGION, Files.readString(source)));
    }
    return regions;
  }

  @Test
  void javaIsThatOfTheSources() throws IOException {
    assertThat(found(BLOCK, readme())).isNotEmpty().containsExactlyInAnyOrderEntriesOf(regions());
  }

  @Test
  void noJavaIsUnmarked() throws IOException {
    assertThat(readme().split("```java", -1)).hasSize(regions().size() + 1);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    Matcher link = LINK.matcher(readme());
    while (link.find()) {
      assertThat(Path.of(link.group(1))).exists();
    }
  }
}
