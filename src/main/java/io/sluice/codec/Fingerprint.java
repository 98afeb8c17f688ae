package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.StringJoiner;

/**
 * The digest of all that a Kryo codec's bytes depend on, written down with a line for each fact and
 * in an order that no JDK decides.
 */
final class Fingerprint {

  /** The major version whose bytes this package writes; with another one it would not link. */
  private static final String KRYO = "kryo5";

  private Fingerprint() {}

  /** Returns the fingerprint of a codec. The Kryo must be new: using it changes what it tells. */
  static String of(Root root, Kryo kryo) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text(root, kryo).getBytes(UTF_8));
      return KRYO + ":" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError("Every JDK has SHA-256", e);
    }
  }

  /** Returns what the fingerprint is the digest of. */
  static String text(Root root, Kryo kryo) {
    StringJoiner lines = new StringJoiner("\n");
    lines.add(KRYO);
    lines.add("references " + kryo.getReferences());
    lines.add("registrationRequired " + kryo.isRegistrationRequired());
    lines.add("root " + (root.isExact() ? root.raw().getName() : "any"));
    int missing = 0;
    for (int id = 0; missing <= Builtins.LARGEST_GAP; id++) {
      Registration registration = kryo.getRegistration(id);
      if (registration != null) {
        lines.add(id + " " + describe(registration));
      }
      missing = registration == null ? missing + 1 : 0;
    }
    return lines.toString();
  }

  private static String describe(Registration registration) {
    Class<?> type = registration.getType();
    Builtin builtin = Builtins.find(type);
    String name = builtin == null ? type.getName() : builtin.name();
    return name + " " + SerializerText.of(type, registration.getSerializer());
  }
}
