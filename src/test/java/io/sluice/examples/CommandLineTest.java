package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static CommandLine parse(String... args) throws UsageException {
    return CommandLine.parse(args, Set.of("workers", "max-size"));
  }

  @Test
  void numbersAndTheRest() throws UsageException {
    CommandLine line = parse("--workers", "3", "a", "--max-size=7", "--", "--b");
    assertThat(line.number("workers", 1, 1, 9)).isEqualTo(3);
    assertThat(line.number("max-size", 1, 1, 9)).isEqualTo(7);
    assertThat(line.rest()).containsExactly("a", "--b");
    assertThat(line.help()).isFalse();
  }

  @Test
  void defaults() throws UsageException {
    assertThat(parse().number("workers", 4, 1, 9)).isEqualTo(4);
    assertThat(parse().rest()).isEmpty();
  }

  @Test
  void help() throws UsageException {
    assertThat(parse("x", "--help").help()).isTrue();
    assertThat(parse("-h", "--nonsense").help()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "--worker=3, unknown option --worker",
    "-w, unknown option -w",
    "--workers, --workers needs a number",
    "--workers=many, '--workers needs a whole number, not \"many\"'",
    "--workers=, '--workers needs a whole number, not \"\"'",
    "--workers=99999999999, '--workers needs a whole number, not \"99999999999\"'",
  })
  void whatIsWrong(String args, String message) {
    assertThatThrownBy(() -> parse(args)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void limits() throws UsageException {
    CommandLine line = parse("--workers=0");
    assertThatThrownBy(() -> line.number("workers", 2, 1, 9))
        .isInstanceOf(UsageException.class)
        .hasMessage("--workers must be 1 to 9: 0");
  }
}
