package io.sluice.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * Where every child JVM begins: it learns from its parent what to run, ties its life to the
 * parent's, and runs that {@code main} as the {@code java} command would. Knows nothing but the
 * JDK, so that a child starts as fast as its own program allows.
 */
final class ChildMain {

  /** Names the argument file that this JVM was started from; it has been read and can go. */
  static final String ARGUMENT_FILE = "sluice.argument.file";

  private ChildMain() {}

  /**
   * Called by the {@code java} launcher.
   *
   * @param shown the main class and its arguments as far as they suit a process list; never used
   * @throws Throwable whatever the program's own main method throws, for the launcher to report
   */
  public static void main(String[] shown) throws Throwable {
    InputStream pipe = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
    LaunchOrder order;
    try {
      order = LaunchOrder.read(pipe);
    } catch (EOFException parentGone) {
      Runtime.getRuntime().halt(Orphan.EXIT_CODE);
      return;
    }
    System.setIn(new ByteArrayInputStream(new byte[0]));
    deleteArgumentFile();
    order.properties().forEach(ChildMain::setUnlessSet);
    if (order.parentPid() != LaunchOrder.NO_PARENT) {
      ParentWatch.start(order.parentPid(), pipe);
    }
    String[] arguments = order.arguments().toArray(String[]::new);
    mainOf(order.mainClass()).invokeExact(arguments);
  }

  private static MethodHandle mainOf(String mainClass) throws ReflectiveOperationException {
    // Not initialized before its main is called: a failing static block is then reported as such.
    Class<?> type = Class.forName(mainClass, false, ChildMain.class.getClassLoader());
    Method main = type.getMethod("main", String[].class);
    main.setAccessible(true);
    // A handle, as an exception passes it unwrapped and its trace shows no reflection.
    return MethodHandles.lookup().unreflect(main).asFixedArity();
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }

  private static void deleteArgumentFile() {
    String file = System.clearProperty(ARGUMENT_FILE);
    if (file != null) {
      // Should this fail, the parent tries again once this process has ended.
      new File(file).delete();
    }
  }
}
