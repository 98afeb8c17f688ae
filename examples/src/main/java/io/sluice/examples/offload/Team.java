package io.sluice.examples.offload;

import io.sluice.process.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The child JVMs. One that dies is replaced; what it held has gone back to the queue by itself. */
final class Team implements AutoCloseable {
  /** Beyond that it is no accident: perhaps none of them can even start. */
  private static final int MOST_REPLACEMENTS = 10;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final IntFunction<ChildJvm> starter;
  private final Screen screen;
  private final List<Member> members = new CopyOnWriteArrayList<>();
  private final Sinks.Empty<Void> gaveUp = Sinks.empty();
  private int replacements;
  private boolean closed;

  /** With the function that starts the worker of a number; the first one's is 1. */
  Team(IntFunction<ChildJvm> starter, Screen screen) {
    this.starter = starter;
    this.screen = screen;
  }

  /** Starts another worker. */
  synchronized Member start() {
    Member member = new Member(members.size() + 1, starter);
    members.add(member);
    member.child().output().subscribe(line -> screen.note(member + ": " + line));
    // Starting a process is not for the thread on which an exit is reported.
    member
        .child()
        .onExit()
        .publishOn(Schedulers.boundedElastic())
        .subscribe(code -> left(member, code));
    return member;
  }

  private synchronized void left(Member member, int exitCode) {
    if (exitCode == 0 || closed) {
      return;
    }
    String news = member + " died with exit code " + exitCode;
    if (replacements == MOST_REPLACEMENTS) {
      gaveUp.tryEmitError(new IllegalStateException(news + ", one too many to be replaced"));
      return;
    }
    replacements++;
    screen.note(news + "; its place is taken by " + start());
  }

  /** Never completes; fails when too many workers have died. */
  Mono<Void> gaveUp() {
    return gaveUp.asMono();
  }

  /** Everyone who was ever in it, in the order of their numbers. */
  List<Member> members() {
    return List.copyOf(members);
  }

  /** The worker of a number. */
  Member member(int number) {
    return members.get(number - 1);
  }

  /** Waits until all have ended by themselves, but not for ever. */
  Mono<Void> end() {
    return Flux.fromIterable(members)
        .flatMap(member -> member.child().onExit(), Integer.MAX_VALUE)
        .then()
        .timeout(PATIENCE, Mono.error(() -> new IllegalStateException("workers do not end")));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    members.forEach(member -> member.child().close());
  }
}
