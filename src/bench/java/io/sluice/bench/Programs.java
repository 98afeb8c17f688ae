package io.sluice.bench;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Programs of this machine. */
final class Programs {
  private Programs() {}

  /** Returns the name, or refuses when there is no such program. */
  static String require(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(directory, name))) {
        return name;
      }
    }
    throw new Refusal("no " + name + " on this machine");
  }
}
