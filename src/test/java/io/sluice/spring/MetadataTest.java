package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What tools and the README say of the properties. */
class MetadataTest {

  private static Map<String, JsonNode> metadata() {
    try (InputStream json =
        MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
      Map<String, JsonNode> found = new TreeMap<>();
      new JsonMapper()
          .readTree(json)
          .get("properties")
          .forEach(property -> found.put(property.get("name").asString(), property));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @Test
  void tellsOfEachPropertyWhatItIsFor() {
    assertThat(metadata().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(SluicePoolProperties.class.getRecordComponents())
                        .map(component -> "sluice.pool." + kebab(component.getName())),
                    Stream.of("sluice.web.retry-after", "management.health.sluice.enabled"))
                .toList());
    assertThat(metadata().values())
        .allSatisfy(
            property ->
                assertThat(property.get("description").asString()).isNotBlank().endsWith("."));
  }

  @Test
  void theReadmeHasThemAllWithTheirDefaults() throws IOException {
    Map<String, String> defaults = new TreeMap<>();
    metadata()
        .forEach(
            (name, property) -> {
              JsonNode value = property.get("defaultValue");
              if (name.startsWith("sluice.")) {
                defaults.put(name, value == null ? "" : value.asString());
              }
            });
    Map<String, String> table =
        Pattern.compile(
                "^\\| `(sluice\\.[a-z]+\\.[a-z-]+)` \\| `?([^|`]*?)`? \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .collect(Collectors.toMap((MatchResult row) -> row.group(1), row -> row.group(2)));
    assertThat(table.keySet()).isEqualTo(defaults.keySet());
    // Where there is no constant default the table may say in words what happens.
    defaults.values().removeIf(String::isEmpty);
    assertThat(table).containsAllEntriesOf(defaults);
  }
}
