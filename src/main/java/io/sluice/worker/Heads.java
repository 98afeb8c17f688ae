package io.sluice.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes and reads the heads of frames: both sides are of the same version of this class. */
final class Heads {
  private static final int NULL = -1;

  private Heads() {}

  /** Something that writes to memory. */
  interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /** Something that reads from memory. */
  interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  static byte[] write(Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory has no such errors", e);
    }
    return bytes.toByteArray();
  }

  static <T> T read(byte[] head, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(head))) {
      return reading.from(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Not what the other side wrote", e);
    }
  }

  static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
    out.writeInt(bytes == null ? NULL : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : in.readNBytes(length);
  }

  static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  static @Nullable String readText(DataInputStream in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }
}
