package io.sluice.worker;

import io.sluice.CodecException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;

/** Functions as bytes: Java's own serialization, which alone can carry a lambda. */
final class Functions {
  private Functions() {}

  /**
   * Encodes a function with what it captures.
   *
   * @throws CodecException if something of that is not serializable
   */
  static byte[] encode(Serializable function) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(function);
    } catch (NotSerializableException e) {
      throw new CodecException(
          "Cannot send "
              + function.getClass().getName()
              + ": it captures "
              + e.getMessage()
              + ", which is not Serializable. Pass it as the argument, or refer to a static method",
          e.getMessage(),
          e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      String name = function.getClass().getName();
      throw new CodecException("Cannot send " + name + ": " + e, name, e);
    }
    return bytes.toByteArray();
  }

  /**
   * Decodes in the other process.
   *
   * @throws CodecException if its classes are not there, or others
   */
  static <T> T decode(byte[] bytes, Class<T> type, ClassLoader loader) {
    try (ObjectInputStream in = new LoadingStream(new ByteArrayInputStream(bytes), loader)) {
      return type.cast(in.readObject());
    } catch (IOException
        | ClassNotFoundException
        | RuntimeException
        | LinkageError
        | StackOverflowError e) {
      throw new CodecException(
          "Cannot read the "
              + type.getSimpleName()
              + " here: "
              + e
              + ". Are its classes on the worker's class path?",
          type.getName(),
          e);
    }
  }

  /** Looks classes up where the application's are. */
  private static final class LoadingStream extends ObjectInputStream {
    private final ClassLoader loader;

    LoadingStream(InputStream source, ClassLoader loader) throws IOException {
      super(source);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description); // primitives
      }
    }
  }
}
