package io.sluice.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Lays an application out in the forms in which applications are run. */
final class Layouts {

  private Layouts() {}

  /** Where a class of the test's class path comes from. */
  static Path source(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** All files of a directory or a jar by their names in it, a jar's manifest excepted. */
  static Map<String, byte[]> contents(Path source) {
    try {
      if (Files.isDirectory(source)) {
        return contentsOf(source);
      }
      try (FileSystem jar = FileSystems.newFileSystem(source)) {
        Map<String, byte[]> contents = contentsOf(jar.getPath("/"));
        contents.remove("META-INF/MANIFEST.MF");
        return contents;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> contentsOf(Path root) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        contents.put(name, Files.readAllBytes(file));
      }
    }
    return contents;
  }

  /** The library as Maven would pack it. */
  static byte[] libraryJar() {
    return jar(Map.of("Automatic-Module-Name", "io.sluice"), contents(source(ChildJvm.class)));
  }

  /** The programs of this package's tests, and no other class of the tests. */
  static Map<String, byte[]> programs() {
    Map<String, byte[]> programs = contents(source(Programs.class));
    programs.keySet().removeIf(name -> !name.startsWith("io/sluice/process/Programs"));
    return programs;
  }

  /** What the library needs at run time, by file name. */
  static Map<String, byte[]> dependencies() {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    for (Class<?> type :
        List.of(reactor.core.publisher.Flux.class, org.reactivestreams.Publisher.class)) {
      try {
        jars.put(source(type).getFileName().toString(), Files.readAllBytes(source(type)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return jars;
  }

  /** Entries are stored and not compressed, as Boot requires of nested jars. */
  static byte[] jar(Map<String, String> manifest, Map<String, byte[]> contents) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Manifest head = new Manifest();
    head.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((name, value) -> head.getMainAttributes().putValue(name, value));
    Set<String> directories = new HashSet<>();
    try (JarOutputStream jar = new JarOutputStream(bytes, head)) {
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        // Boot finds its classes by the directory's own entry.
        for (int i = file.getKey().indexOf('/'); i >= 0; i = file.getKey().indexOf('/', i + 1)) {
          String parent = file.getKey().substring(0, i + 1);
          if (directories.add(parent)) {
            jar.putNextEntry(new ZipEntry(parent));
          }
        }
        ZipEntry entry = new ZipEntry(file.getKey());
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        jar.putNextEntry(entry);
        jar.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes files below a directory, and returns that. */
  static Path write(Path directory, Map<String, byte[]> files) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = directory.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
