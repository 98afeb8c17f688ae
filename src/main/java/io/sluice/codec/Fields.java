package io.sluice.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The fields of a class that are part of an item. */
final class Fields {

  private static final String KRYO = "com.esotericsoftware.kryo.";

  private Fields() {}

  /**
   * Returns the fields of a class and its superclasses that are neither static nor transient, in
   * the order of their names; of two with the same name the subclass's comes first.
   */
  static List<Field> of(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      for (Field field : owner.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
            && !field.isSynthetic()) {
          fields.add(field);
        }
      }
    }
    fields.sort(Comparator.comparing(Field::getName));
    return fields;
  }

  /** Whether Kryo's annotations on a field ask for what only its own field serializer does. */
  static boolean haveKryoAnnotations(Class<?> type) {
    return of(type).stream()
        .flatMap(field -> Arrays.stream(field.getAnnotations()))
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getName().startsWith(KRYO));
  }
}
