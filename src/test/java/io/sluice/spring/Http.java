package io.sluice.spring;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Requests to an application of this machine. */
final class Http {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final int port;

  Http(int port) {
    this.port = port;
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Contexts.PATIENCE)
        .build();
  }

  CompletableFuture<HttpResponse<String>> begin(String path) {
    return CLIENT.sendAsync(get(path), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> end(String path) {
    return begin(path).join();
  }

  /** Whether nobody takes new connections. */
  boolean isRefused() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // Accepted by nobody any more, and then reset.
    }
  }
}
