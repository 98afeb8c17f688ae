package io.sluice.process;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Class paths as lists of absolute entries. */
final class ClassPath {

  private ClassPath() {}

  /**
   * The class path of this process, followed by what other class loaders (a servlet container's, a
   * test runner's) add to it for the given classes, as far as that lies in files.
   */
  static List<String> reaching(Class<?>... classes) {
    Set<String> entries = new LinkedHashSet<>(ofThisProcess());
    for (Class<?> type : classes) {
      if (!type.getModule().isNamed()) {
        for (@Nullable ClassLoader loader = type.getClassLoader();
            loader != null;
            loader = loader.getParent()) {
          if (loader instanceof URLClassLoader) {
            for (URL url : ((URLClassLoader) loader).getURLs()) {
              file(url).ifPresent(entries::add);
            }
          }
        }
        source(type).ifPresent(entries::add);
      }
    }
    return List.copyOf(entries);
  }

  /** Empty in a process that was started with modules alone. */
  static List<String> ofThisProcess() {
    String path = System.getProperty("java.class.path", "");
    boolean modular = System.getProperty("jdk.module.main") != null;
    return path.isEmpty() && modular ? List.of() : absolute(path);
  }

  /** The entries of a path; an empty one means the current directory, as it does for java. */
  static List<String> absolute(String path) {
    List<String> entries = new ArrayList<>();
    for (String entry : path.split(Pattern.quote(File.pathSeparator), -1)) {
      // Not Path, which refuses the * of an unexpanded wildcard on Windows.
      entries.add(new File(entry).getAbsolutePath());
    }
    return entries;
  }

  static String join(Collection<String> entries) {
    return String.join(File.pathSeparator, entries);
  }

  private static Optional<String> source(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .flatMap(ClassPath::file);
  }

  private static Optional<String> file(URL url) {
    try {
      URI uri = url.toURI();
      return "file".equals(uri.getScheme()) && uri.getAuthority() == null
          ? Optional.of(new File(uri).getAbsolutePath())
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException noFile) {
      return Optional.empty();
    }
  }
}
