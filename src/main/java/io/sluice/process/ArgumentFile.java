package io.sluice.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Options for the {@code java} command that are too long for a command line, in a file of their
 * own: the command reads {@code @file} in their place. Only the owner may read it. The child
 * deletes it once it has started, its parent once it has ended.
 */
final class ArgumentFile {

  /**
   * Windows takes 32,767 characters for a whole command line and Linux 131,072 bytes for one
   * argument; this leaves room for the rest of the line there and for four-byte characters here.
   */
  static final int LONGEST_ON_COMMAND_LINE = 24_000;

  private ArgumentFile() {}

  static boolean isNeededFor(List<String> options) {
    return options.stream().mapToInt(option -> option.length() + 1).sum() > LONGEST_ON_COMMAND_LINE;
  }

  static Path write(List<String> options) throws IOException {
    Path file = Files.createTempFile("sluice-", ".args");
    StringBuilder text = new StringBuilder();
    text.append(quoted("-D" + ChildMain.ARGUMENT_FILE + "=" + file)).append('\n');
    for (String option : options) {
      text.append(quoted(option)).append('\n');
    }
    // The launcher takes the bytes for what it would find on its command line.
    return Files.write(
        file,
        text.toString().getBytes(Charset.forName(System.getProperty("native.encoding", "UTF-8"))));
  }

  /** In the words of the java command's manual: backslash escapes, within double quotes. */
  static String quoted(String option) {
    String escaped =
        option
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
    return '"' + escaped + '"';
  }
}
