package io.sluice.examples.offload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Collects the text files of a directory, and passes over what is unreadable, odd or binary. */
final class TextFiles extends SimpleFileVisitor<Path> {
  private static final int LOOKED_AT = 4096;

  private final List<Path> found = new ArrayList<>();

  private TextFiles() {}

  /** The text files in a directory and below it, in the order of their names. */
  static List<Path> in(Path directory) throws IOException {
    TextFiles files = new TextFiles();
    EnumSet<FileVisitOption> follow = EnumSet.of(FileVisitOption.FOLLOW_LINKS);
    Files.walkFileTree(directory, follow, Integer.MAX_VALUE, files);
    return files.found.stream().sorted().toList();
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() && isText(file)) {
      found.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Among others: links that lead round in a circle. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
    return FileVisitResult.CONTINUE;
  }

  private static boolean isText(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(LOOKED_AT)) {
        if (b == 0) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
