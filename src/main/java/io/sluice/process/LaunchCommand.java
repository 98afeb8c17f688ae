package io.sluice.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of a child.
 *
 * @param words the command and its arguments
 * @param charset what the child's standard output and error are written in
 * @param argumentFile holds options that are too long for a command line, or null
 */
record LaunchCommand(List<String> words, Charset charset, @Nullable Path argumentFile) {

  private static final String BEFORE_19 = Runtime.version().feature() < 19 ? "sun." : "";
  private static final String STDOUT_ENCODING = "-D" + BEFORE_19 + "stdout.encoding=";
  private static final String STDERR_ENCODING = "-D" + BEFORE_19 + "stderr.encoding=";

  /** Options that would send the JVM somewhere else than to {@link ChildMain}. */
  private static final Set<String> NOT_FOR_USERS =
      Set.of("-jar", "-m", "--module", "-cp", "-classpath", "--class-path");

  /** Enough for a process list, far from the limits of a command line. */
  private static final int SHOWN_ARGUMENTS = 32;

  private static final int SHOWN_ARGUMENT_LENGTH = 256;

  static LaunchCommand of(
      Class<?> main, List<String> arguments, List<String> jvmArguments, boolean detached)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(javaCommand());
    if (detached) {
      words.add(ProcessTree.DETACHED_OPTION);
    }
    // Otherwise the locale decides, and in a container that is often one without any letters.
    words.add(STDOUT_ENCODING + StandardCharsets.UTF_8);
    words.add(STDERR_ENCODING + StandardCharsets.UTF_8);
    LaunchPath path = LaunchPath.to(main);
    Path argumentFile = null;
    if (ArgumentFile.isNeededFor(path.options())) {
      argumentFile = ArgumentFile.write(path.options());
      words.add("@" + argumentFile);
    } else {
      words.addAll(path.options());
    }
    words.addAll(jvmArguments);
    words.addAll(path.entry());
    words.add(main.getName());
    arguments.stream().limit(SHOWN_ARGUMENTS).map(LaunchCommand::shown).forEach(words::add);
    return new LaunchCommand(List.copyOf(words), charset(jvmArguments), argumentFile);
  }

  static void checkJvmArgument(String argument) {
    String name = argument.startsWith("--") ? argument.split("=", 2)[0] : argument;
    if (NOT_FOR_USERS.contains(name)) {
      throw new IllegalArgumentException(
          name
              + " is not for jvmArgs: what a child runs, and on which class path, follows from its"
              + " main class");
    }
  }

  private static String javaCommand() {
    String name = File.separatorChar == '\\' ? "java.exe" : "java";
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The child gets the exact argument by another way: see {@link LaunchOrder}. */
  private static String shown(String argument) {
    String head = argument.substring(0, Math.min(SHOWN_ARGUMENT_LENGTH, argument.length()));
    return head.replaceAll("[^ -~]", "?");
  }

  private static Charset charset(List<String> jvmArguments) {
    return jvmArguments.stream()
        .filter(argument -> argument.startsWith(STDOUT_ENCODING))
        .map(argument -> argument.substring(STDOUT_ENCODING.length()))
        .filter(LaunchCommand::isCharset)
        .reduce((first, last) -> last)
        .map(Charset::forName)
        .orElse(StandardCharsets.UTF_8);
  }

  private static boolean isCharset(String name) {
    try {
      return Charset.isSupported(name);
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }
}
