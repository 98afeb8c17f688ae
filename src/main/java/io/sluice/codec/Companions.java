package io.sluice.codec;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The classes that come along when a class is registered: what a record's components mention, the
 * enums that an object's fields mention, a sealed type's permitted subclasses, an array's component
 * type. The other classes of an object's fields do not: whoever registers a class says which others
 * may be created with it, and for a record the declaration itself says so.
 */
final class Companions {

  private Companions() {}

  /** Returns a class's companions in the order of their names, without the companions of those. */
  static List<Class<?>> of(Class<?> type) {
    TreeSet<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
    if (type.isArray()) {
      found.add(type.getComponentType());
    } else if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        Types.mentioned(component.getGenericType(), found::add);
      }
    } else if (!type.isEnum() && !Types.isPlatform(type)) {
      for (Field field : Fields.of(type)) {
        enumsMentioned(field, found::add);
      }
    }
    if (type.isSealed() && !type.isEnum()) {
      found.addAll(Arrays.asList(type.getPermittedSubclasses()));
    }
    return List.copyOf(found);
  }

  private static void enumsMentioned(Field field, Consumer<Class<?>> action) {
    Types.mentioned(
        field.getGenericType(),
        mentioned -> {
          Class<?> element = mentioned;
          while (element.isArray()) {
            element = element.getComponentType();
          }
          if (element.isEnum()) {
            action.accept(mentioned);
          }
        });
  }
}
