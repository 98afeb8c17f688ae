package io.sluice.codec;

/** A serializer whose part in the fingerprint is a text of its own instead of its class name. */
interface Described {

  /**
   * Names the format that the serializer writes, in all that the bytes depend on. Internal classes
   * can then be renamed without turning every stored queue into an incompatible one.
   */
  String description();
}
