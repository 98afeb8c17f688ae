package io.sluice.process;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a parent tells its child over the child's standard input before anything else. It does not
 * go over the command line because that is not exact everywhere: a JVM in the C locale loses what
 * is not ASCII, Windows quotes and expands, and every system has a limit on length.
 *
 * <pre>
 *   int MAGIC | long parentPid | string mainClass | int n, n × string argument
 *             | int m, m × (string name, string value)
 *   string = int length in chars, then that many UTF-16 chars, big-endian
 * </pre>
 *
 * @param parentPid the parent's process id, or {@link #NO_PARENT} for a child that may outlive it
 * @param mainClass binary name of the class whose {@code main} is to run
 * @param arguments what {@code main} gets
 * @param properties system properties to set unless the child's command line has set them
 */
record LaunchOrder(
    long parentPid, String mainClass, List<String> arguments, Map<String, String> properties) {

  static final long NO_PARENT = -1;

  /** Changes with the layout above: parent and child may have started around an upgrade. */
  private static final int MAGIC = 0x534c4331;

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory has no such errors", e);
    }
    return bytes.toByteArray();
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeLong(parentPid);
    writeString(out, mainClass);
    out.writeInt(arguments.size());
    for (String argument : arguments) {
      writeString(out, argument);
    }
    out.writeInt(properties.size());
    for (Map.Entry<String, String> property : properties.entrySet()) {
      writeString(out, property.getKey());
      writeString(out, property.getValue());
    }
  }

  /**
   * Reads what {@link #toBytes} gave and not a byte more.
   *
   * @throws java.io.EOFException when the parent went away first
   */
  static LaunchOrder read(InputStream source) throws IOException {
    DataInputStream in = new DataInputStream(source);
    if (in.readInt() != MAGIC) {
      throw new IOException("The parent runs another version of Sluice than its child");
    }
    long parentPid = in.readLong();
    String mainClass = readString(in);
    int argumentCount = in.readInt();
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < argumentCount; i++) {
      arguments.add(readString(in));
    }
    int propertyCount = in.readInt();
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < propertyCount; i++) {
      String name = readString(in);
      properties.put(name, readString(in));
    }
    return new LaunchOrder(parentPid, mainClass, arguments, properties);
  }

  // Not writeUTF: it stops at 64 KiB. Not UTF-8: a lone surrogate would not come back.
  private static void writeString(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  private static String readString(DataInputStream in) throws IOException {
    char[] chars = new char[in.readInt()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = in.readChar();
    }
    return new String(chars);
  }
}
