package io.sluice.examples.webflux;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Requests to the service, wherever it runs. */
class Client {
  /** For requests that wait for a worker on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern PIDS = Pattern.compile("\"pids\":\\[([0-9,]*)]");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  Client(URI address) {
    this.address = address;
  }

  URI address() {
    return address;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    return client.sendAsync(request.build(), handler).join();
  }

  HttpResponse<String> get(String path) {
    return send(request(path), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<byte[]>> begin(String path, byte[] image) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofByteArray(image));
    return client.sendAsync(request.build(), BodyHandlers.ofByteArray());
  }

  /** As a browser sends a form with a file. */
  HttpResponse<byte[]> form(String path, byte[] image) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String head =
        "--border\r\nContent-Disposition: form-data; name=\"image\"; filename=\"an image\"\r\n"
            + "Content-Type: image/jpeg\r\n\r\n";
    body.writeBytes(head.getBytes(UTF_8));
    body.writeBytes(image);
    body.writeBytes("\r\n--border--\r\n".getBytes(UTF_8));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=border")
            .POST(BodyPublishers.ofByteArray(body.toByteArray())),
        BodyHandlers.ofByteArray());
  }

  /** The data of server-sent events, until the stream ends or is closed. */
  Stream<String> events(String path) {
    return send(
            HttpRequest.newBuilder(address.resolve(path)).header("Accept", "text/event-stream"),
            BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()));
  }

  /** What the pool does once that is as wanted. */
  String awaitStats(Predicate<String> wanted) {
    try (Stream<String> stats = events("/workers")) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      List<String> seen = new ArrayList<>();
      return stats
          .peek(seen::add)
          .takeWhile(now -> System.nanoTime() < deadline)
          .filter(wanted)
          .findFirst()
          .orElseThrow(
              () -> new AssertionError("Last " + seen.get(seen.size() - 1) + " of " + this));
    }
  }

  /** The worker processes. */
  List<Long> workers(int count) {
    Predicate<String> all = stats -> pids(stats).size() == count;
    return pids(awaitStats(all));
  }

  private static List<Long> pids(String stats) {
    Matcher matcher = PIDS.matcher(stats);
    if (!matcher.find() || matcher.group(1).isEmpty()) {
      return List.of();
    }
    return Stream.of(matcher.group(1).split(",")).map(Long::valueOf).toList();
  }

  /** Whether nobody takes new connections. */
  boolean isRefused() {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // Accepted by nobody any more, and then reset.
    }
  }
}
