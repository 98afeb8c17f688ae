package io.sluice.examples.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The final table: who did how much, and what came of it. */
final class Summary {
  private Summary() {}

  static String of(Outcome shared, List<Member> members, Outcome alone) {
    List<String> text = new ArrayList<>();
    text.add("worker  process   lines  share  exit code");
    members.forEach(member -> text.add(row(member, shared.answer().lines())));
    text.add("");
    text.addAll(rows(shared.answer()));
    text.add("");
    text.add(
        format(
            "child JVMs %.1f s with their start, one process %.1f s",
            shared.seconds(), alone.seconds()));
    if (shared.answer().equals(alone.answer())) {
      text.add("The answer equals that of one process.");
    } else {
      text.add("THE ANSWER DIFFERS from that of one process, which is:");
      text.addAll(rows(alone.answer()));
    }
    return String.join(System.lineSeparator(), text);
  }

  private static String row(Member member, long total) {
    return format(
        "%6d  %7d  %,6d  %3d %%  %9d",
        member.number(),
        member.child().pid(),
        member.lines(),
        member.lines() * 100 / Math.max(1, total),
        Objects.requireNonNull(member.child().onExit().block()));
  }

  private static List<String> rows(Answer answer) {
    return List.of(
        format(
            "lines           %,d with %,d words, %,d of them different",
            answer.lines(), answer.words(), answer.distinctWords()),
        "frequent words  " + String.join(", ", answer.frequentWords()),
        "longest word    " + answer.longestWord(),
        format("hash            %064x", answer.hash()));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
