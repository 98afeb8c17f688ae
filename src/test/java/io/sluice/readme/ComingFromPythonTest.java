package io.sluice.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java in the README's table is in the test that the row names, which is executed. */
class ComingFromPythonTest {
  private static final Pattern ROW =
      Pattern.compile("^\\|(.+)\\|(.+)\\| \\[(\\w+)]\\((\\S+)\\) \\|$", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Names in the text of a cell, which no test needs to hold. */
  private static final Pattern NAME = Pattern.compile("\\w+");

  private static final int LEAST_ROWS = 25;

  @Test
  void everyRowsJavaIsExecuted() throws IOException {
    Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
    int rows = 0;
    while (row.find()) {
      rows++;
      Path test = Path.of(row.group(4));
      assertThat(test).hasFileName(row.group(3) + ".java");
      String source = squeezed(Files.readString(test));
      Matcher code = CODE.matcher(row.group(2));
      while (code.find()) {
        if (!NAME.matcher(code.group(1)).matches()) {
          assertThat(source).contains(squeezed(code.group(1)));
        }
      }
    }
    assertThat(rows).isGreaterThanOrEqualTo(LEAST_ROWS);
  }

  private static String squeezed(String java) {
    return java.replaceAll("\\s+", "");
  }
}
