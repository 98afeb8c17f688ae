package io.sluice.examples.offload;

import io.sluice.examples.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The text to work on: files that are read line by line, as often as somebody subscribes.
 *
 * <p>Each file is read as far as it went at the start. So a log that grows meanwhile has the same
 * lines for the workers and for the check.
 */
final class Text {
  private record Part(Path file, long size) {}

  private final List<Part> parts;

  private Text(List<Part> parts) {
    this.parts = parts;
  }

  /**
   * Text that every JDK brings along: its legal notices and its configuration.
   *
   * @throws UsageException if this one has neither
   */
  static Text ofThisJdk() throws UsageException {
    Path home = Path.of(System.getProperty("java.home"));
    List<Path> places =
        Stream.of("legal", "conf", "release").map(home::resolve).filter(Files::exists).toList();
    return of(places);
  }

  /**
   * Files as they are named, and every readable text file in the directories that are named.
   * Symbolic links are followed; a file that is met twice is taken once.
   *
   * @throws UsageException if something named is not there, or nothing is left
   */
  static Text of(List<Path> places) throws UsageException {
    Map<Path, Part> parts = new LinkedHashMap<>();
    for (Path place : places) {
      try {
        for (Path file : Files.isDirectory(place) ? TextFiles.in(place) : List.of(place)) {
          parts.putIfAbsent(file.toRealPath(), new Part(file, sizeOf(file)));
        }
      } catch (NoSuchFileException e) {
        throw new UsageException("there is no " + place);
      } catch (IOException e) {
        throw new UsageException("cannot read " + place + " (" + e + ")");
      }
    }
    if (parts.isEmpty()) {
      throw new UsageException("there is no text in " + places);
    }
    return new Text(new ArrayList<>(parts.values()));
  }

  /** Opens it, so that what cannot be read is known before anything is started. */
  private static long sizeOf(Path file) throws IOException {
    try (InputStream opened = Files.newInputStream(file)) {
      int unused = opened.read();
    }
    return Files.size(file);
  }

  int files() {
    return parts.size();
  }

  /** Reads through all of it. */
  Mono<Long> count() {
    return lines().count();
  }

  /**
   * The lines of all files, numbered. Cold; reads no further than is requested, on {@code
   * Schedulers.boundedElastic()}: where a queue does the requesting, it is its room that paces the
   * reading.
   */
  Flux<Line> lines() {
    return Flux.fromIterable(parts)
        .concatMap(part -> Flux.using(() -> open(part), Text::lines, Text::close))
        .onErrorMap(IOException.class, UncheckedIOException::new)
        .index(Line::new)
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static Flux<String> lines(BufferedReader reader) {
    return Flux.fromStream(reader.lines());
  }

  private static BufferedReader open(Part part) throws IOException {
    InputStream bytes = new FirstBytes(Files.newInputStream(part.file()), part.size());
    // What is not UTF-8 becomes U+FFFD; Files.lines would end with an exception.
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
