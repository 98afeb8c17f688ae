package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Signals;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What DevTools does at a restart: the application's classes are loaded anew, by a child-first
 * class loader that is the context's of a new thread, while those of libraries stay.
 */
@Timeout(120)
class RestartTest {

  /** Only these are the application. */
  private static final String APPLICATION = Restarted.class.getName();

  private static final class RestartLoader extends URLClassLoader {
    RestartLoader() {
      super(new URL[] {location()}, RestartTest.class.getClassLoader());
    }

    private static URL location() {
      return Restarted.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(APPLICATION)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Long> runOnce() throws Exception {
    try (RestartLoader loader = new RestartLoader()) {
      Class<?> type = loader.loadClass(APPLICATION);
      assertThat(type).isNotSameAs(Restarted.class);
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      FutureTask<List<Long>> run =
          new FutureTask<>((Callable<List<Long>>) constructor.newInstance());
      Thread restartedMain = new Thread(run, "restartedMain");
      restartedMain.setContextClassLoader(loader);
      restartedMain.start();
      return run.get();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void restartsLeaveNobodyAndMixNoClasses() throws Exception {
    List<Long> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      workers.addAll(runOnce());
      assertThat(workers).hasSize(i + 1).doesNotHaveDuplicates().noneMatch(Signals::isRunning);
    }
  }
}
