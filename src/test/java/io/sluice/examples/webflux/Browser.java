package io.sluice.examples.webflux;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page in Chromium without a window, driven by its DevTools protocol. For one thread. */
final class Browser implements AutoCloseable {
  private static final String CHROMIUM = "chromium";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final Process process;
  private final WebSocket page;
  private int commands;

  private Browser(Process process, Path profile) throws Exception {
    this.process = process;
    String port = awaitPort(profile.resolve("DevToolsActivePort"));
    HttpRequest pages =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    // The list may be empty for the moment in which the browser opens its first page.
    URI debugger = null;
    for (long end = System.nanoTime() + Client.PATIENCE.toNanos(); debugger == null; ) {
      for (JsonNode tab : JSON.readTree(client.send(pages, BodyHandlers.ofString()).body())) {
        if (tab.path("type").asString().equals("page")) {
          debugger = URI.create(tab.path("webSocketDebuggerUrl").asString());
        }
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("The browser opens no page");
      }
    }
    page = client.newWebSocketBuilder().buildAsync(debugger, new Messages()).join();
  }

  /** Whether a program is on the PATH. */
  static boolean isInstalled(String program) {
    return installed(program).isPresent();
  }

  /** Where the browser is, if it is on the PATH. */
  static Optional<Path> installed() {
    return installed(CHROMIUM);
  }

  private static Optional<Path> installed(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with a profile of its own. */
  static Browser start(Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                installed().orElseThrow().toString(),
                "--headless",
                // Root, as which containers run, gets no sandbox; the page is our own.
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, profile);
    } catch (Throwable failure) {
      end(process);
      throw failure;
    }
  }

  private String awaitPort(Path file) throws IOException, InterruptedException {
    long end = System.nanoTime() + Client.PATIENCE.toNanos();
    while (System.nanoTime() < end && !process.waitFor(20, TimeUnit.MILLISECONDS)) {
      if (Files.exists(file)) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > 1) {
          return lines.get(0);
        }
      }
    }
    throw new AssertionError("The browser does not start: " + process);
  }

  /** A command of the protocol, and its result. */
  JsonNode send(String method, Map<String, ?> parameters) throws InterruptedException {
    int id = ++commands;
    String command =
        JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    page.sendText(command, true).join();
    while (true) {
      String message = messages.poll(Client.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new AssertionError("No answer to " + command);
      }
      JsonNode answer = JSON.readTree(message);
      if (answer.path("id").asInt(0) == id) {
        if (answer.has("error")) {
          throw new AssertionError(command + ": " + answer.path("error"));
        }
        return answer.path("result");
      }
    }
  }

  /** What an expression is, as text. */
  String evaluate(String expression) throws InterruptedException {
    return send("Runtime.evaluate", Map.of("expression", "String(" + expression + ")"))
        .path("result")
        .path("value")
        .asString("");
  }

  /** Chooses a file, as in the dialog that the input opens. */
  void choose(String input, Path file) throws InterruptedException {
    String element =
        send("Runtime.evaluate", Map.of("expression", input))
            .path("result")
            .path("objectId")
            .asString();
    send("DOM.setFileInputFiles", Map.of("objectId", element, "files", List.of(file.toString())));
  }

  @Override
  public void close() {
    page.abort();
    end(process);
  }

  private static void end(Process process) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    // They write into their profile as long as they live.
    all.forEach(one -> one.onExit().join());
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        messages.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
