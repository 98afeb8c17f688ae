package io.sluice.codec;

import java.nio.ByteBuffer;

/**
 * How items become bytes and bytes become items again. A queue or a pipe is created and opened with
 * a codec, and refuses one whose {@link #fingerprint()} differs from its own.
 *
 * <p>A codec is thread-safe: both directions run on many threads at once. It keeps no reference to
 * an item or a buffer after it returns, so the caller may reuse both; a decoded item shares no
 * memory with its source.
 *
 * <p>Buffers may be on the heap or direct, of either byte order, with any array offset, position
 * and limit. The byte order of a buffer is neither used nor changed.
 *
 * @param <T> the type of the items
 */
public interface Codec<T> {

  /**
   * Writes an item at the target's position and advances that by exactly the bytes written. After
   * any exception the position is where it was, while the bytes behind it may have been
   * overwritten.
   *
   * @param item the item; it is read only during the call
   * @param target where to write, from its position to its limit
   * @throws java.nio.BufferOverflowException when the target is too small; the same call with a
   *     larger one may succeed
   * @throws java.nio.ReadOnlyBufferException when the target is read-only
   * @throws io.sluice.CodecException when the item cannot be encoded, whatever the target's size
   * @throws NullPointerException when the item is null
   */
  void encode(T item, ByteBuffer target);

  /**
   * Reads the one item that lies between the source's position and its limit, and sets the position
   * to the limit. After any exception the position is where it was.
   *
   * @param source what {@link #encode} wrote, neither more nor less
   * @return the item, never null
   * @throws io.sluice.CodecException when the bytes are not one whole item of this codec; bytes
   *     left over count as that, too
   */
  T decode(ByteBuffer source);

  /**
   * Names the format: two codecs read each other's bytes if, and as far as anybody can tell only
   * if, their fingerprints are equal. It is the same in every process that has the same classes,
   * whatever its JDK.
   *
   * @return a short printable text of less than 200 bytes in UTF-8
   */
  String fingerprint();

  /**
   * Creates a codec that serializes with Kryo: registration required, references off, at most 512
   * objects deep. {@link KryoCodec#builder(Class)} has these as options.
   *
   * <p>The type and the further classes are registered in this order, so it has to be the same in
   * every process. A record's component types, the enums that a class's fields mention, and a
   * sealed type's permitted subclasses come with their type; the JDK's common value and collection
   * types need no registration (the list is at {@link KryoCodec}). Encoding an object of a class
   * that is missing fails with the line to add.
   *
   * @param <T> the type of the items
   * @param type the items' class, or a supertype of all of them
   * @param more further classes that occur in items
   * @return a new codec
   * @throws io.sluice.CodecException when one of the classes cannot be serialized without a
   *     serializer of its own
   */
  static <T> Codec<T> kryo(Class<T> type, Class<?>... more) {
    return KryoCodec.builder(type).registerAll(more).build();
  }

  /**
   * Creates the same codec as {@link #kryo(Class, Class...)} for a generic type, written as {@code
   * new TypeRef<List<Order>>() {}}. Every class that the type mentions is registered, in the order
   * in which it is written.
   *
   * @param <T> the type of the items
   * @param type the items' type
   * @param more further classes that occur in items
   * @return a new codec
   * @throws io.sluice.CodecException when one of the classes cannot be serialized without a
   *     serializer of its own
   */
  static <T> Codec<T> kryo(TypeRef<T> type, Class<?>... more) {
    return KryoCodec.builder(type).registerAll(more).build();
  }

  /**
   * Returns the codec of raw bytes: an item's bytes are its encoding, an empty array's encoding is
   * empty. Its fingerprint is {@code bytes}.
   *
   * @return the codec
   */
  static Codec<byte[]> bytes() {
    return BytesCodec.INSTANCE;
  }

  /**
   * Returns the codec of text in UTF-8, without a length or a mark before it. It is strict in both
   * directions: an unpaired surrogate cannot be encoded and malformed bytes cannot be decoded;
   * either is a {@link io.sluice.CodecException} and nothing is ever replaced. Its fingerprint is
   * {@code utf8}.
   *
   * @return the codec
   */
  static Codec<String> utf8() {
    return Utf8Codec.INSTANCE;
  }
}
