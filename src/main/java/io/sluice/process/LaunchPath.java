package io.sluice.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the {@code java} command gets from nothing to {@link ChildMain} with the parent's classes in
 * reach. There are three ways, and the parent's own start decides:
 *
 * <ul>
 *   <li>class path: exploded classes, plain jars, a Spring Boot application's extracted layout;
 *   <li>module path, wherever classes of this process came from one, possibly beside a class path;
 *   <li>Spring Boot's fat jar, whose nested jars only Boot's own launcher can read.
 * </ul>
 *
 * @param options where classes are; in the form of the {@code java} command's options
 * @param entry what is to be started, in place of a main class
 */
record LaunchPath(List<String> options, List<String> entry) {

  private static final String BOOT_LOADER = "org.springframework.boot.loader.";

  /** The way that leads a child to the given class. */
  static LaunchPath to(Class<?> main) {
    ClassLoader loader = main.getClassLoader();
    if (loader != null && loader.getClass().getName().startsWith(BOOT_LOADER)) {
      return throughBootLoader(loader.getClass().getPackageName());
    }
    List<String> options = new ArrayList<>(modulePath(main));
    List<String> classPath = ClassPath.reaching(main, ChildMain.class);
    if (!classPath.isEmpty()) {
      options.add("-cp");
      options.add(ClassPath.join(classPath));
    }
    return new LaunchPath(options, entry(ChildMain.class.getModule()));
  }

  private static List<String> entry(Module library) {
    String name = ChildMain.class.getName();
    return library.isNamed() ? List.of("-m", library.getName() + "/" + name) : List.of(name);
  }

  /**
   * The application may have been started with any of Boot's launchers. Of these only {@code
   * PropertiesLauncher} takes a main class from outside, and every fat jar contains it.
   */
  private static LaunchPath throughBootLoader(String loaderPackage) {
    List<String> options = new ArrayList<>();
    Properties properties = System.getProperties();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith("loader.")
          && !name.equals("loader.main")
          && !name.equals("loader.args")) {
        options.add("-D" + name + "=" + properties.getProperty(name));
      }
    }
    options.add("-Dloader.main=" + ChildMain.class.getName());
    options.add("-cp");
    options.add(ClassPath.join(ClassPath.ofThisProcess()));
    return new LaunchPath(options, List.of(loaderPackage + ".PropertiesLauncher"));
  }

  private static List<String> modulePath(Class<?> main) {
    @Nullable String path = System.getProperty("jdk.module.path");
    if (path == null) {
      return List.of();
    }
    List<String> options = new ArrayList<>();
    options.add("--module-path");
    options.add(ClassPath.join(ClassPath.absolute(path)));
    String modules = modulesFromPath();
    if (!modules.isEmpty()) {
      // All that this process has resolved: what the child's root module alone requires is less.
      options.add("--add-modules");
      options.add(modules);
    }
    if (main.getModule().isNamed()) {
      // The java command may call main in a package that its module does not open; we may not.
      options.add("--add-opens");
      options.add(main.getModule().getName() + "/" + main.getPackageName() + "=" + reader());
    }
    return options;
  }

  private static String modulesFromPath() {
    return ModuleLayer.boot().configuration().modules().stream()
        .filter(module -> module.reference().location().filter(LaunchPath::isOutside).isPresent())
        .map(module -> module.name())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static boolean isOutside(java.net.URI location) {
    return !location.getScheme().equals("jrt");
  }

  private static String reader() {
    return Optional.ofNullable(ChildMain.class.getModule().getName()).orElse("ALL-UNNAMED");
  }
}
