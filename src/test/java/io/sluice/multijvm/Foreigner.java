package io.sluice.multijvm;

import io.sluice.queue.SharedQueue;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The library loaded once more in the same JVM. What goes in and out are the JDK's classes, which
 * all loaders share.
 */
public final class Foreigner implements BiFunction<String, String, Object> {
  private final Stage stage;

  public Foreigner(String address) {
    stage = new Stage(URI.create(address));
  }

  /** Loads everything of the class path anew. */
  @SuppressWarnings("unchecked")
  static BiFunction<String, String, @Nullable Object> load(URI address) throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(":"))
            .map(Foreigner::url)
            .toArray(URL[]::new);
    ClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    return (BiFunction<String, String, Object>)
        loader
            .loadClass(Foreigner.class.getName())
            .getConstructor(String.class)
            .newInstance(address.toString());
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Object apply(String act, String item) {
    SharedQueue<String> queue = stage.queue();
    try {
      return switch (act) {
        case "put" -> queue.offer(item, Stage.PATIENCE);
        case "take" -> String.valueOf(queue.poll(Stage.PATIENCE));
        case "hold" -> stage.hold(1);
        case "ack" -> stage.ack();
        case "close" -> {
          queue.close();
          yield true;
        }
        default -> throw new IllegalArgumentException(act);
      };
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
