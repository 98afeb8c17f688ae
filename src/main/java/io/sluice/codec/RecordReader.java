package io.sluice.codec;

import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the components of a record in the order of their names and calls its canonical constructor,
 * whose parameters have the order of the declaration. A record of usual size is one handle without
 * arrays or boxes; beyond that handles reach their limits, and an array is used.
 */
final class RecordReader {

  private final Constructor<?> constructor;

  /** For the component at each place in the order of names, its place in the declaration. */
  private final int[] parameters;

  /** {@code (Kryo, Input) Object}, or null when there are too many components. */
  private final @Nullable MethodHandle whole;

  /** {@code (Kryo, Input) Object} for each component, when there is no handle for the whole. */
  private final MethodHandle[] parts;

  RecordReader(Class<?> type, List<Member> members) throws ReflectiveOperationException {
    RecordComponent[] declared = type.getRecordComponents();
    constructor =
        type.getDeclaredConstructor(
            Arrays.stream(declared).map(RecordComponent::getType).toArray(Class<?>[]::new));
    constructor.setAccessible(true);
    List<String> names = Arrays.stream(declared).map(RecordComponent::getName).toList();
    parameters = members.stream().mapToInt(member -> names.indexOf(member.name())).toArray();
    if (members.size() <= largestWhole(members)) {
      whole = whole(MethodHandles.lookup().unreflectConstructor(constructor), members);
      parts = new MethodHandle[0];
    } else {
      whole = null;
      parts = members.stream().map(RecordReader::boxing).toArray(MethodHandle[]::new);
    }
  }

  /**
   * How many components one handle may take: fewer where objects may nest, for the stack's sake.
   */
  private static int largestWhole(List<Member> members) {
    boolean nests = members.stream().anyMatch(member -> !ValueHandles.isDirect(member.type()));
    return nests ? WriteHandles.ROW / 2 : WriteHandles.ROW;
  }

  private static MethodHandle boxing(Member member) {
    return member.reader().asType(methodType(Object.class, Kryo.class, Input.class));
  }

  private MethodHandle whole(MethodHandle constructor, List<Member> members) {
    Class<?>[] sorted = members.stream().map(Member::type).toArray(Class<?>[]::new);
    int[] places = new int[parameters.length];
    for (int i = 0; i < places.length; i++) {
      places[parameters[i]] = i;
    }
    MethodHandle handle =
        MethodHandles.permuteArguments(
            constructor, methodType(constructor.type().returnType(), sorted), places);
    // The reader that is put in last is called first.
    for (int i = sorted.length - 1; i >= 0; i--) {
      handle = MethodHandles.collectArguments(handle, i, members.get(i).reader());
    }
    int[] kryoAndInput = new int[2 * sorted.length];
    Arrays.setAll(kryoAndInput, i -> i % 2);
    MethodType type = methodType(handle.type().returnType(), Kryo.class, Input.class);
    return MethodHandles.permuteArguments(handle, type, kryoAndInput)
        .asType(type.changeReturnType(Object.class));
  }

  Object read(Kryo kryo, Input input) throws Throwable {
    if (whole != null) {
      return (Object) whole.invokeExact(kryo, input);
    }
    @Nullable Object[] values = new @Nullable Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[parameters[i]] = (Object) parts[i].invokeExact(kryo, input);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
