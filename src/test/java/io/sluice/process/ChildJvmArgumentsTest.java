package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.sluice.testing.TestJvm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildJvmArgumentsTest {

  private static final String[] DIFFICULT = {
    "",
    " ",
    "two words",
    "\ttab and\nnewline\r\n",
    "'single' \"double\" `back` \\ \\\" \\\\",
    "$HOME ${HOME} %PATH% !x ~ # ; & | < > ( )",
    "@argfile",
    "@",
    "-version",
    "--module",
    "-",
    "--",
    "*",
    "/tmp/*",
    "?",
    "[a-z]",
    "äöü ß é 日本語 \uD83D\uDE00",
    "lone \uD83D surrogate",
    "nul \0 and bell \7",
    "",
  };

  @Test
  void argumentsArriveExactly() {
    assertEchoed(Map.of(), DIFFICULT);
  }

  @Test
  void argumentsArriveExactlyInALocaleWithoutLetters() {
    assertEchoed(Map.of("LC_ALL", "C", "LANG", "C"), DIFFICULT);
  }

  @Test
  void argumentsOfAnyLengthAndNumber() {
    String[] many = new String[5_000];
    java.util.Arrays.setAll(many, i -> "argument number " + i);
    many[0] = "x".repeat(300_000);
    assertEchoed(Map.of(), many);
  }

  @Test
  void argumentsThatTheSystemItselfWouldRefuse() {
    assertEchoed(Map.of(), "x".repeat(3_000_000));
  }

  @Test
  void noArguments() {
    assertEchoed(Map.of());
  }

  @Test
  void argumentsAddUp() {
    try (TestJvm child =
        TestJvm.start(ChildJvm.builder(Programs.Print.class).args("one").args("two", "three"))) {
      assertThat(child.awaitExit()).isZero();
      assertThat(child.lines()).containsExactly("one", "two", "three");
    }
  }

  @Test
  void outputIsDecodedWhateverTheLocale() {
    String text = "äöü ß é 日本語 \uD83D\uDE00";
    for (String locale : List.of("C", "C.UTF-8")) {
      try (TestJvm child =
          TestJvm.start(
              ChildJvm.builder(Programs.Print.class)
                  .args(text)
                  .environment(Map.of("LC_ALL", locale)))) {
        child.awaitExit();
        assertThat(child.lines()).as(locale).containsExactly(text);
      }
    }
  }

  @Test
  void outputIsDecodedInTheEncodingThatWasChosen() {
    String name = Runtime.version().feature() < 19 ? "sun.stdout.encoding" : "stdout.encoding";
    try (TestJvm child =
        TestJvm.start(
            ChildJvm.builder(Programs.Print.class)
                .args("Köln")
                .jvmArgs("-D" + name + "=ISO-8859-1"))) {
      child.awaitExit();
      assertThat(child.lines()).containsExactly("Köln");
    }
  }

  @Test
  void surroundings() {
    try (TestJvm child =
        TestJvm.start(
            ChildJvm.builder(Programs.Surroundings.class)
                .jvmArgs("-Dmarker=here and there", "-Xmx64m")
                .environment(Map.of("SLUICE_TEST_VARIABLE", "a = b"))
                .environment(Map.of("SLUICE_TEST_OTHER", "")))) {
      assertThat(child.awaitExit()).isZero();
      assertThat(child.lines())
          .contains(
              "stdin -1",
              "marker here and there",
              "variable a = b",
              "path " + System.getenv("PATH"),
              "user.dir " + System.getProperty("user.dir"),
              "java.home " + System.getProperty("java.home"),
              "thread main")
          .anySatisfy(line -> assertThat(line).startsWith("options").contains("-Xmx64m"));
    }
  }

  @Test
  void theQueuesDirectoryIsPassedOnUnlessAnotherIsChosen() {
    String before = System.getProperty("sluice.dir");
    System.setProperty("sluice.dir", "/tmp/größe");
    try {
      assertThat(surroundingsOf(ChildJvm.builder(Programs.Surroundings.class)))
          .contains("directory /tmp/größe");
      assertThat(
              surroundingsOf(
                  ChildJvm.builder(Programs.Surroundings.class).jvmArgs("-Dsluice.dir=/other")))
          .contains("directory /other");
    } finally {
      if (before == null) {
        System.clearProperty("sluice.dir");
      } else {
        System.setProperty("sluice.dir", before);
      }
    }
    if (before == null) {
      assertThat(surroundingsOf(ChildJvm.builder(Programs.Surroundings.class)))
          .contains("directory null");
    }
  }

  @Test
  void toolOptionsAreReadOnceAndByTheChild() {
    List<String> lines =
        surroundingsOf(
            ChildJvm.builder(Programs.Surroundings.class)
                .environment(Map.of("JAVA_TOOL_OPTIONS", "-Dmarker=once")));
    assertThat(lines).contains("marker once");
    assertThat(String.join("\n", lines).split("-Dmarker=once", -1)).hasSize(3);
  }

  @Test
  void nullIsRefusedAtOnce() {
    ChildJvm.Builder builder = ChildJvm.builder(Programs.Echo.class);
    Map<String, String> nullValue = new HashMap<>();
    nullValue.put("name", null);
    assertThatNullPointerException().isThrownBy(() -> ChildJvm.builder(null));
    assertThatNullPointerException().isThrownBy(() -> builder.args((String[]) null));
    assertThatNullPointerException().isThrownBy(() -> builder.args("a", null));
    assertThatNullPointerException().isThrownBy(() -> builder.jvmArgs((String[]) null));
    assertThatNullPointerException().isThrownBy(() -> builder.jvmArgs("-Xmx1g", null));
    assertThatNullPointerException().isThrownBy(() -> builder.environment(null));
    assertThatNullPointerException().isThrownBy(() -> builder.environment(nullValue));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-jar", "-cp", "-classpath", "--class-path", "--class-path=x", "-m"})
  void optionsThatWouldStartSomethingElseAreRefused(String option) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChildJvm.builder(Programs.Echo.class).jvmArgs(option, "x"))
        .withMessageContaining(option.split("=", -1)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "nul\0"})
  void variablesThatTheSystemDoesNotTakeAreRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChildJvm.builder(Programs.Echo.class).environment(Map.of(name, "x")));
  }

  private static List<String> surroundingsOf(ChildJvm.Builder builder) {
    try (TestJvm child = TestJvm.start(builder)) {
      assertThat(child.awaitExit()).as(child::toString).isZero();
      return child.lines();
    }
  }

  private static void assertEchoed(Map<String, String> environment, String... args) {
    try (TestJvm child =
        TestJvm.start(ChildJvm.builder(Programs.Echo.class).args(args).environment(environment))) {
      assertThat(child.awaitExit()).as(child::toString).isZero();
      // What is longer than a line may be comes in pieces.
      String all = String.join("", child.lines());
      StringBuilder expected = new StringBuilder("arguments " + args.length);
      for (String arg : args) {
        expected.append('=').append(Programs.codes(arg));
      }
      assertThat(all.equals(expected.toString())).as(child::toString).isTrue();
    }
  }
}
