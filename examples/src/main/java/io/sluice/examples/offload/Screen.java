package io.sluice.examples.offload;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/**
 * Where the program speaks: whole lines and, on a terminal, one line below them that is written
 * anew all the time.
 */
final class Screen {
  /**
   * Back to the line's beginning, and no wrapping: a terminal narrower than the line cuts it off
   * instead of scrolling.
   */
  private static final String BEGIN = "\r\u001b[?7l";

  /** Erases what an earlier, longer line left behind. */
  private static final String END = "\u001b[K\u001b[?7h";

  private final PrintStream out;
  private final boolean terminal;
  private String live = "";
  private boolean left;

  Screen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Standard output; after Ctrl-C the last live line stays, and the prompt comes below it. */
  static Screen ofThisProcess() {
    Screen screen = new Screen(System.out, isTerminal());
    Runtime.getRuntime().addShutdownHook(new Thread(screen::leave));
    return screen;
  }

  boolean terminal() {
    return terminal;
  }

  /** Writes the live line; on a terminal only. */
  synchronized void live(String line) {
    if (terminal && !left) {
      live = line;
      out.print(BEGIN + line + END);
      out.flush();
    }
  }

  /** Ends the live line without a trace. */
  synchronized void endLive() {
    if (!live.isEmpty()) {
      live("");
      out.print("\r");
      out.flush();
    }
  }

  /** Leaves the live line where it is. Nothing is written after this. */
  synchronized void leave() {
    if (!live.isEmpty()) {
      out.println();
    }
    left = true;
  }

  /** Writes whole lines, above the live one. */
  synchronized void note(String text) {
    if (left) {
      return;
    }
    String below = live;
    endLive();
    out.println(text);
    if (!below.isEmpty()) {
      live(below);
    }
  }

  /** Asked of the shell: System.console() is about standard input too, and varies with the JDK. */
  private static boolean isTerminal() {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      Process test = new ProcessBuilder("sh", "-c", "test -t 1").inheritIO().start();
      return test.waitFor(5, TimeUnit.SECONDS) && test.exitValue() == 0;
    } catch (IOException noShell) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
