package io.sluice.examples.webflux;

import io.sluice.worker.WorkerPool;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.springframework.boot.loader.tools.Libraries;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/** Packs the service as Boot's plugins do, with all jars of the test's class path. */
final class FatJar {
  private static final String APPLICATION = "io/sluice/examples/webflux/";

  private FatJar() {}

  /** Packs, offline, and returns where. */
  static Path pack(Path directory) throws IOException {
    Path library = directory.resolve("sluice.jar");
    jar(library, classes(WorkerPool.class), name -> true);
    Path application = directory.resolve("webflux-offload-classes.jar");
    jar(application, classes(WebfluxOffload.class), name -> name.startsWith(APPLICATION));

    List<Path> libraries =
        Stream.concat(
                Stream.of(library),
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(Files::isRegularFile))
            .toList();
    Libraries all =
        callback -> {
          for (Path jar : libraries) {
            callback.library(new Library(jar.toFile(), LibraryScope.COMPILE));
          }
        };
    Path fat = directory.resolve("webflux-offload.jar");
    Repackager repackager = new Repackager(application.toFile());
    repackager.setMainClass(WebfluxOffload.class.getName());
    repackager.repackage(fat.toFile(), all);
    return fat;
  }

  private static Path classes(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void jar(Path target, Path root, Predicate<String> wanted) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest);
        Stream<Path> files = Files.walk(root)) {
      for (Path source : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(source).toString().replace(File.separatorChar, '/');
        if (wanted.test(name)) {
          jar.putNextEntry(new JarEntry(name));
          Files.copy(source, jar);
        }
      }
    }
  }
}
