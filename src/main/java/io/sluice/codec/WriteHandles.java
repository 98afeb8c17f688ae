package io.sluice.codec;

import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Writes the members of an object one after the other, by handles that the JIT compiles as if the
 * calls had been written down: one handle for a row of members, since every call of a handle that
 * is not a constant costs some nanoseconds. A row is not longer than {@link #ROW} members, because
 * each of them nests the next one deeper on the stack.
 */
final class WriteHandles {

  /** How many members are put in one handle. */
  static final int ROW = 24;

  private final MethodHandle[] rows;

  WriteHandles(List<Member> members) {
    int count = (members.size() + ROW - 1) / ROW;
    rows = new MethodHandle[count];
    for (int i = 0; i < count; i++) {
      rows[i] = row(members.subList(i * ROW, Math.min((i + 1) * ROW, members.size())));
    }
  }

  private static MethodHandle row(List<Member> members) {
    MethodHandle row =
        MethodHandles.empty(methodType(void.class, Kryo.class, Output.class, Object.class));
    for (int i = members.size() - 1; i >= 0; i--) {
      row = MethodHandles.foldArguments(row, members.get(i).writer());
    }
    return row;
  }

  void write(Kryo kryo, Output output, Object object) throws Throwable {
    for (MethodHandle row : rows) {
      row.invokeExact(kryo, output, object);
    }
  }
}
