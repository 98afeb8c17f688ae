package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.SluiceException;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ChildJvmExitTest {

  /** What the class comment of {@link ChildJvm} shows. */
  @Test
  void example() {
    try (ChildJvm child = ChildJvm.builder(Greeter.class).args("world").start()) {
      List<String> lines = child.output().collectList().block();
      int exitCode = child.onExit().block();
      assertThat(lines).containsExactly("Hello, world");
      assertThat(exitCode).isZero();
    }
  }

  @Test
  void codes() {
    assertThat(exitOf("return")).isZero();
    assertThat(exitOf("exit", "0")).isZero();
    assertThat(exitOf("exit", "3")).isEqualTo(3);
    assertThat(exitOf("exit", "255")).isEqualTo(255);
    assertThat(exitOf("thread")).as("from another thread, after main").isEqualTo(7);
  }

  @Test
  void uncaughtException() {
    try (TestJvm child = TestJvm.start(Programs.End.class, "throw")) {
      assertThat(child.awaitExit()).isEqualTo(1);
      assertThat(child.lines())
          .first()
          .isEqualTo("Exception in thread \"main\" java.io.IOException: thrown on purpose");
      assertThat(child.lines().get(1)).contains("Programs$End.main");
      assertThat(child.lines()).as("its own frame and that of the start").hasSize(3);
    }
  }

  @Test
  void classThatCannotBeInitialized() {
    try (TestJvm child = TestJvm.start(Programs.FailingClass.class)) {
      assertThat(child.awaitExit()).isEqualTo(1);
      assertThat(child.lines())
          .anySatisfy(line -> assertThat(line).contains("ExceptionInInitializerError"))
          .anySatisfy(line -> assertThat(line).contains("class cannot be used"));
    }
  }

  @Test
  void inheritedMain() {
    try (TestJvm child = TestJvm.start(Programs.Heir.class)) {
      assertThat(child.awaitExit()).isZero();
      assertThat(child.lines()).containsExactly("inherited");
    }
  }

  @Test
  void killed() {
    try (TestJvm child = TestJvm.start(Programs.Park.class)) {
      child.awaitLine("ready");
      assertThat(child.child().isAlive()).isTrue();
      assertThat(child.child().toString()).contains("Park", "pid " + child.pid(), "alive");
      child.kill();
      assertThat(child.awaitExit()).isEqualTo(137);
      assertThat(child.lines()).containsExactly("ready");
      assertThat(child.child().isAlive()).isFalse();
      assertThat(child.child().toString()).contains("137");
    }
  }

  @Test
  void terminated() {
    try (TestJvm child = TestJvm.start(Programs.Park.class)) {
      child.awaitLine("ready");
      Signals.send("TERM", child.pid());
      assertThat(child.awaitExit()).isEqualTo(143);
      assertThat(child.lines()).containsExactly("ready", "goodbye");
    }
  }

  @Test
  void destroyAsksAndLosesNoLine() {
    try (TestJvm child = TestJvm.start(Programs.Park.class)) {
      child.awaitLine("ready");
      child.child().destroy();
      assertThat(child.awaitExit()).isEqualTo(143);
      assertThat(child.lines()).as("of shutdown hooks").containsExactly("ready", "goodbye");
      child.child().destroy();
    }
  }

  @Test
  void replayedToAnyoneOnAParallelThread() {
    try (TestJvm child = TestJvm.start(Programs.End.class, "exit", "3")) {
      Mono<Integer> exit = child.child().onExit();
      Flux<String> threads =
          Flux.range(0, 20).flatMap(i -> exit.map(code -> code + Thread.currentThread().getName()));
      for (String when : List.of("before", "after")) {
        assertThat(threads.collectList().block(TestJvm.PATIENCE))
            .as(when)
            .hasSize(20)
            .allSatisfy(thread -> assertThat(thread).startsWith("3parallel-"));
      }
      assertThat(child.child().onExit().toFuture().join()).isEqualTo(3);
    }
  }

  @Test
  void cancelledSubscriberDoesNotEndTheChild() {
    try (TestJvm child = TestJvm.start(Programs.Park.class)) {
      child.awaitLine("ready");
      child.child().onExit().subscribe().dispose();
      child.child().output().subscribe().dispose();
      assertThat(child.child().onExit().timeout(Duration.ofMillis(200)).onErrorReturn(-1).block())
          .isEqualTo(-1);
      assertThat(child.child().isAlive()).isTrue();
    }
  }

  @Test
  void unknownOptionIsToldByOutputAndExitCode() {
    try (TestJvm child =
        TestJvm.start(ChildJvm.builder(Programs.Park.class).jvmArgs("-XX:NoSuchOption"))) {
      assertThat(child.awaitExit()).isEqualTo(1);
      assertThat(child.lines()).anySatisfy(line -> assertThat(line).contains("NoSuchOption"));
    }
  }

  @Test
  void classWithoutMainIsRefused() {
    for (Class<?> type : List.of(String.class, int.class, WithoutMain.class, ObjectMain.class)) {
      assertThatExceptionOfType(SluiceException.class)
          .isThrownBy(() -> ChildJvm.builder(type).start())
          .withMessageContaining(type.getName())
          .withMessageContaining("public static void main(String[])");
    }
  }

  @Test
  void processThatCannotBeStartedIsATypedError() {
    assertThatExceptionOfType(SluiceException.class)
        .isThrownBy(
            () ->
                ChildJvm.builder(Programs.End.class)
                    .jvmArgs("-Dx=" + "x".repeat(3_000_000))
                    .start())
        .withMessageContaining("End")
        .havingCause()
        .isInstanceOf(java.io.IOException.class);
  }

  private static int exitOf(String... args) {
    try (TestJvm child = TestJvm.start(Programs.End.class, args)) {
      return child.awaitExit();
    }
  }

  static final class Greeter {
    public static void main(String[] args) {
      System.out.println("Hello, " + args[0]);
    }
  }

  @SuppressWarnings("IncorrectMainMethod")
  static final class WithoutMain {
    static void main(String[] args) {}
  }

  @SuppressWarnings("IncorrectMainMethod")
  static final class ObjectMain {
    public void main(String[] args) {}
  }
}
