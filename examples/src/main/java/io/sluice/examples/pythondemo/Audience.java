package io.sluice.examples.pythondemo;

import io.sluice.examples.pythondemo.News.Ended;
import io.sluice.examples.pythondemo.News.Part;
import io.sluice.examples.pythondemo.News.Started;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Prints what the children say, and counts. */
final class Audience {
  private final PrintStream out;
  private final int expected;
  private final Sinks.Empty<Void> complete = Sinks.empty();
  private final Set<String> present = new HashSet<>();
  private final Map<String, Long> items = new HashMap<>();
  private final Set<String> dead = new TreeSet<>();
  private @Nullable String speaker;
  private int lines;
  private int torn;

  /** Of so many children. */
  Audience(PrintStream out, int expected) {
    this.out = out;
    this.expected = expected;
  }

  /** Completes when every child is there, or has died before. */
  Mono<Void> everybodyIsThere() {
    return complete.asMono();
  }

  synchronized void hear(News news) {
    if (news instanceof Started started) {
      note(started.who());
    } else if (news instanceof Part part) {
      print(part);
    } else if (news instanceof Ended ended) {
      items.put(ended.who(), ended.items());
    }
  }

  /** As it comes; but two speakers within a line are noticed. */
  private void print(Part part) {
    if (speaker != null && !speaker.equals(part.who())) {
      torn++;
    }
    out.print(part.text());
    out.flush();
    speaker = part.last() ? null : part.who();
    lines += part.last() ? 1 : 0;
  }

  /** A child is gone. */
  synchronized void left(String who, int exitCode) {
    if (exitCode != 0) {
      dead.add(who + " (exit code " + exitCode + ")");
      note(who);
    }
  }

  private void note(String who) {
    present.add(who);
    if (present.size() == expected) {
      complete.tryEmitEmpty();
    }
  }

  /** Whether everything came out as it should. */
  synchronized boolean isContent() {
    return dead.isEmpty() && torn == 0 && items("producer") == items("consumer");
  }

  synchronized String summary() {
    String text =
        "%nproduced %,d, consumed %,d; %,d lines printed in two parts each, %,d torn apart"
            .formatted(items("producer"), items("consumer"), lines, torn);
    return dead.isEmpty() ? text : text + "%ndied, and took their counts along: %s".formatted(dead);
  }

  private long items(String role) {
    return items.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(role))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
