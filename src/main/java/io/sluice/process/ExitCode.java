package io.sluice.process;

/** What a JVM's exit code says, for messages. */
final class ExitCode {
  private static final int SIGNALS_FROM = 128;
  private static final int LAST_SIGNAL = 64;

  private ExitCode() {}

  static String explain(int code) {
    return switch (code) {
      case 0 -> "ended in order";
      case 1 ->
          "an exception left its main, or the JVM did not start, or crashed without a core dump";
      case 3 -> "out of memory, with -XX:+ExitOnOutOfMemoryError";
      case Orphan.EXIT_CODE -> "SIGHUP: its parent had ended, or its terminal";
      case SIGNALS_FROM + 2 -> "SIGINT: interrupted at the terminal";
      case SIGNALS_FROM + 3 -> "SIGQUIT";
      case SIGNALS_FROM + 6 ->
          "SIGABRT: the JVM crashed, see its hs_err file, or ran out of memory";
      case SIGNALS_FROM + 7 -> "SIGBUS";
      case SIGNALS_FROM + 9 -> "SIGKILL: killed by kill -9, or by the kernel for lack of memory";
      case SIGNALS_FROM + 11 -> "SIGSEGV";
      case SIGNALS_FROM + 15 -> "SIGTERM: asked to end";
      default -> isSignal(code) ? "signal " + (code - SIGNALS_FROM) : "the program's own";
    };
  }

  /** What is higher still, such as the 255 of {@code System.exit(-1)}, no signal makes. */
  private static boolean isSignal(int code) {
    return code > SIGNALS_FROM && code <= SIGNALS_FROM + LAST_SIGNAL;
  }
}
