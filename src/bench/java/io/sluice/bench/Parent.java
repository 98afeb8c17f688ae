package io.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parent as a child process sees it, by the words of {@link Protocol}. The end of stdin means
 * that the parent is done or dead; the process then ends at once, whatever it is doing, so that no
 * child outlives its parent.
 */
public final class Parent {
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
  private final @Nullable Path owned;
  private final @Nullable Consumer<String> listener;

  private Parent(@Nullable Path owned, @Nullable Consumer<String> listener) {
    this.owned = owned;
    this.listener = listener;
  }

  /**
   * Hears words when it asks for them.
   *
   * @param owned the workspace to delete when the parent is gone, in the process that owns it
   */
  public static Parent awaited(@Nullable Path owned) {
    return new Parent(owned, null).started();
  }

  /** Hears words as they come, on a thread of their own. */
  static Parent heard(@Nullable Path owned, Consumer<String> listener) {
    return new Parent(owned, listener).started();
  }

  /** Says a word, and numbers or texts without blanks with it. */
  public void say(String word, Object... values) {
    String line = Stream.of(values).map(Object::toString).collect(Collectors.joining(" "));
    System.out.println(Protocol.PREFIX + word + " " + line);
  }

  /** Waits for the next word, which must be this one, and returns what follows it. */
  public String await(String word) throws InterruptedException {
    String next = words.take();
    if (!next.startsWith(word)) {
      throw new IllegalArgumentException("the parent said " + next + ", not " + word);
    }
    return next.substring(word.length()).strip();
  }

  /** Waits for the next word, which must be one of the two, and returns it. */
  public String awaitEither(String one, String other) throws InterruptedException {
    String next = words.take();
    if (!next.equals(one) && !next.equals(other)) {
      throw new IllegalArgumentException("the parent said " + next);
    }
    return next;
  }

  /** Waits for the end of the process, which the parent brings. */
  public static void awaitEnd() throws InterruptedException {
    Thread.currentThread().join();
  }

  private Parent started() {
    Thread reader = new Thread(this::listen, "bench-parent");
    reader.setDaemon(true);
    reader.start();
    return this;
  }

  private void listen() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (listener == null) {
          words.add(line);
        } else {
          listener.accept(line);
        }
      }
    } catch (IOException e) {
      // A broken pipe ends it just as well.
    } finally {
      leave();
    }
  }

  private void leave() {
    if (owned != null) {
      // The parent does so too, unless it was killed.
      Workspace.deleteTree(owned);
    }
    Runtime.getRuntime().halt(0);
  }
}
