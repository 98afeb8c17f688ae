package io.sluice.process;

import java.io.BufferedWriter;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What child JVMs run in this package's tests. */
final class Programs {

  private Programs() {}

  static void parkForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A string as numbers, which no encoding on the way can change. */
  static String codes(String text) {
    return text.chars().mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  /** Prints its arguments as numbers. */
  static final class Echo {
    public static void main(String[] args) {
      System.out.println("arguments " + args.length);
      for (String arg : args) {
        System.out.println("=" + codes(arg));
      }
    }
  }

  /** Prints its arguments as they are. */
  static final class Print {
    public static void main(String... args) {
      for (String arg : args) {
        System.out.println(arg);
      }
    }
  }

  /** Ends in the way that its argument names. */
  static final class End {
    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "exit" -> System.exit(Integer.parseInt(args[1]));
        case "throw" -> throw new IOException("thrown on purpose");
        case "thread" ->
            new Thread(() -> System.out.println("a thread after main")) {
              @Override
              public void run() {
                super.run();
                System.exit(7);
              }
            }.start();
        default -> System.out.println("returns");
      }
    }
  }

  /** Has a static block that fails. */
  static final class FailingClass {
    static {
      if (true) {
        throw new IllegalStateException("class cannot be used");
      }
    }

    public static void main(String[] args) {}
  }

  /** Inherits its main method. */
  static class Heir extends HeirsParent {}

  /** Leaves its main method to another class. */
  static class HeirsParent {
    public static void main(String[] args) {
      System.out.println("inherited");
    }
  }

  /** Says what it finds around itself. */
  static final class Surroundings {
    public static void main(String[] args) throws IOException {
      System.out.println("stdin " + System.in.read());
      System.out.println("directory " + System.getProperty("sluice.dir"));
      System.out.println("marker " + System.getProperty("marker"));
      System.out.println("variable " + System.getenv("SLUICE_TEST_VARIABLE"));
      System.out.println("path " + System.getenv("PATH"));
      System.out.println("user.dir " + System.getProperty("user.dir"));
      System.out.println("java.home " + System.getProperty("java.home"));
      System.out.println("class path " + System.getProperty("java.class.path"));
      System.out.println("options " + ManagementFactory.getRuntimeMXBean().getInputArguments());
      System.out.println("thread " + Thread.currentThread().getName());
    }
  }

  /**
   * Prints so many numbered lines, fast. If there are more arguments, a number of lines and a file,
   * it waits after that number until there is the file.
   */
  static final class Flood {
    public static void main(String[] args) throws InterruptedException {
      int count = Integer.parseInt(args[0]);
      int before = args.length > 1 ? Integer.parseInt(args[1]) : count;
      PrintWriter out =
          new PrintWriter(
              new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
      for (int i = 1; i <= count; i++) {
        if (i == before + 1) {
          out.flush();
          awaitFile(new File(args[2]));
        }
        out.println("line " + i);
      }
      out.flush();
    }

    private static void awaitFile(File file) throws InterruptedException {
      while (!file.exists()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  /** Writes to both streams in turn, and a last line without an end. */
  static final class BothStreams {
    public static void main(String[] args) {
      for (int i = 0; i < 100; i++) {
        System.out.println("out " + i);
        System.err.println("err " + i);
      }
      System.out.print("no end");
    }
  }

  /** Writes every byte of a text by itself, and flushes it. */
  static final class ByteByByte {
    public static void main(String[] args) {
      for (byte b : args[0].getBytes(StandardCharsets.UTF_8)) {
        System.out.write(b);
        System.out.flush();
      }
      System.out.println();
    }
  }

  /** Waits until it is ended; says so when it is ended in order. */
  static final class Park {
    public static void main(String[] args) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("goodbye")));
      System.out.println("ready");
      parkForever();
    }
  }

  /** Does not end when it is asked to. */
  static final class Stubborn {
    public static void main(String[] args) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    System.out.println("asked");
                    parkForever();
                  }));
      System.out.println("ready");
      parkForever();
    }
  }

  /**
   * Starts the class that its first argument names, passes on what that prints, and waits. The word
   * "detached" before it makes it so.
   */
  static final class Parent {
    public static void main(String[] args) throws ClassNotFoundException {
      List<String> words = Arrays.asList(args);
      boolean detached = words.get(0).equals("detached");
      int first = detached ? 1 : 0;
      ChildJvm.Builder builder =
          ChildJvm.builder(Class.forName(words.get(first)))
              .args(words.subList(first + 1, words.size()).toArray(String[]::new));
      ChildJvm child = (detached ? builder.detached() : builder).start();
      System.out.println("started " + child.pid());
      child.output().subscribe(System.out::println);
      child.onExit().subscribe(code -> System.out.println("exited " + code));
      parkForever();
    }
  }

  /** Starts a child and ends a moment after that one is ready. */
  static final class ShortLivedParent {
    public static void main(String[] args) {
      ChildJvm child = ChildJvm.builder(Park.class).start();
      System.out.println("started " + child.pid());
      System.out.println(child.output().blockFirst());
    }
  }

  /** Starts a child and lets the garbage collector have the handle. */
  static final class ForgetfulParent {
    public static void main(String[] args) throws InterruptedException {
      WeakReference<ChildJvm> forgotten = start();
      while (forgotten.get() != null) {
        System.gc();
        TimeUnit.MILLISECONDS.sleep(10);
      }
      System.gc();
      System.out.println("collected");
      parkForever();
    }

    private static WeakReference<ChildJvm> start() {
      ChildJvm child = ChildJvm.builder(Park.class).start();
      System.out.println("started " + child.pid());
      System.out.println(child.output().blockFirst());
      return new WeakReference<>(child);
    }
  }

  /** Spins on all processors with a full heap. */
  static final class Greedy {
    private static final List<byte[]> HOARD = Collections.synchronizedList(new ArrayList<>());

    public static void main(String[] args) {
      System.out.println("ready");
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        new Thread(Greedy::hoard).start();
      }
    }

    private static void hoard() {
      int size = 1 << 24;
      while (true) {
        try {
          HOARD.add(new byte[size]);
        } catch (OutOfMemoryError full) {
          size = Math.max(16, size / 2);
        }
      }
    }
  }

  /** Starts itself as a child, and that one again; the last says what it sees. */
  static final class Launcher {
    public static void main(String[] args) {
      if (args.length == 2) {
        System.out.println("child of a child");
        System.out.println("module " + ModuleLayer.boot().findModule("app").isPresent());
        System.out.println("class path " + System.getProperty("java.class.path"));
        return;
      }
      String[] deeper = Arrays.copyOf(args, args.length + 1);
      deeper[args.length] = "child";
      try (ChildJvm child = ChildJvm.builder(Launcher.class).args(deeper).start()) {
        child.output().doOnNext(System.out::println).blockLast();
        System.exit(child.onExit().block());
      }
    }
  }

  /** Closes its standard input, the descriptor as well. */
  static final class ClosesInput {
    public static void main(String[] args) throws IOException {
      System.in.close();
      new FileInputStream(FileDescriptor.in).close();
      System.out.println("ready");
      parkForever();
    }
  }

  /** Opens files until no more can be opened, says its process id, and waits. */
  static final class OutOfDescriptors {
    public static void main(String[] args) {
      // Loads this class while that is still possible.
      String pid = codes("") + ProcessHandle.current().pid();
      List<FileInputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException full) {
        System.out.println(pid);
        parkForever();
      } finally {
        System.out.println(open.size());
      }
    }
  }

  /** Says its process id, and waits. */
  static final class SaysItsPid {
    public static void main(String[] args) {
      System.out.println(ProcessHandle.current().pid());
      parkForever();
    }
  }

  /** Starts a program that is no JVM, says its process id, and waits. */
  static final class ShellParent {
    public static void main(String[] args) throws IOException {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", args[0]);
      if (args.length > 1) {
        builder.inheritIO();
      } else {
        builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
      }
      System.out.println("started " + builder.start().pid());
      if (args.length < 3) {
        parkForever();
      }
    }
  }
}
