package io.sluice.examples.webflux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;

/** A request by hand, on a connection of its own, that can stop in its middle. For one thread. */
final class RawUpload implements AutoCloseable {
  private final Socket socket;

  private RawUpload(Socket socket) {
    this.socket = socket;
  }

  static RawUpload connect(URI address) {
    try {
      Socket socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout((int) Client.PATIENCE.toMillis());
      return new RawUpload(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the head of an upload of so many bytes, the last request on its connection. */
  static RawUpload begin(URI address, int length) {
    RawUpload upload = connect(address);
    upload.send(
        "POST /thumbnails?width=50 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Length: "
            + length
            + "\r\n\r\n");
    return upload;
  }

  void send(String text) {
    send(text.getBytes(ISO_8859_1), 0, text.length());
  }

  void send(byte[] bytes, int from, int to) {
    try {
      socket.getOutputStream().write(bytes, from, to - from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that comes until the server closes the connection. */
  String answer() {
    try {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What comes first: a status line and some headers. */
  String head() {
    try {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new AssertionError("The connection ends after: " + head);
        }
        head.append((char) next);
      }
      return head.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
