package io.sluice.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of an example: options with a whole number, {@code --help}, and what is left.
 *
 * @param numbers the options that were given, without their dashes
 * @param rest everything that is no option
 * @param help whether {@code --help} is among them
 */
public record CommandLine(Map<String, Integer> numbers, List<String> rest, boolean help) {

  /** Copies what it is given. */
  public CommandLine {
    numbers = Map.copyOf(numbers);
    rest = List.copyOf(rest);
  }

  /**
   * Understands {@code --name 3}, {@code --name=3}, {@code --help}, and {@code --} before arguments
   * that begin with a dash themselves.
   *
   * @param args what the program was given
   * @param known the options that take a number, without their dashes
   * @throws UsageException for any other option, and for numbers that are none
   */
  public static CommandLine parse(String[] args, Set<String> known) throws UsageException {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.equals("--help") || arg.equals("-h")) {
        return new CommandLine(Map.of(), List.of(), true);
      }
      if (arg.equals("--")) {
        rest.addAll(List.of(args).subList(i + 1, args.length));
        break;
      }
      if (!arg.startsWith("-")) {
        rest.add(arg);
        continue;
      }
      String[] option = arg.split("=", 2);
      String name = option[0].replaceFirst("^--", "");
      if (!known.contains(name)) {
        throw new UsageException("unknown option " + option[0]);
      }
      if (option.length == 1 && i + 1 == args.length) {
        throw new UsageException(option[0] + " needs a number");
      }
      numbers.put(name, number(option[0], option.length == 2 ? option[1] : args[++i]));
    }
    return new CommandLine(numbers, rest, false);
  }

  private static int number(String option, String value) throws UsageException {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(option + " needs a whole number, not \"" + value + "\"");
    }
  }

  /**
   * The number that was given for an option, or its default.
   *
   * @throws UsageException if it is not within the limits
   */
  public int number(String name, int otherwise, int least, int most) throws UsageException {
    int number = numbers.getOrDefault(name, otherwise);
    if (number < least || number > most) {
      throw new UsageException("--" + name + " must be " + least + " to " + most + ": " + number);
    }
    return number;
  }
}
