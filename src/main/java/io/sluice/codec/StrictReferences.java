package io.sluice.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.util.MapReferenceResolver;

/**
 * Kryo's table of the objects in one item, except that a reference to an object that is still being
 * read is an error. Kryo would answer null: for a record or an immutable collection that contains
 * itself through other objects, and for bytes that were made up.
 */
final class StrictReferences extends MapReferenceResolver {

  @Override
  @SuppressWarnings("rawtypes") // as declared by Kryo
  public Object getReadObject(Class type, int id) {
    Object found = super.getReadObject(type, id);
    if (found == null) {
      throw new KryoException("A record or an immutable collection refers back to itself");
    }
    return found;
  }

  /** A string's identity matters to nobody, while its table entry costs time and a byte. */
  @Override
  @SuppressWarnings("rawtypes") // as declared by Kryo
  public boolean useReferences(Class type) {
    return type != String.class && super.useReferences(type);
  }
}
