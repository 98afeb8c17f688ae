package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A collection in an order: its comparator, which is null for the natural one, and its elements.
 */
final class SortedSequenceSerializer<C extends Collection<Object>> extends Serializer<C>
    implements Described {

  private final Function<? super C, @Nullable Comparator<? super Object>> order;
  private final Function<@Nullable Comparator<? super Object>, C> create;
  private final UnaryOperator<C> finish;

  /**
   * Creates the serializer.
   *
   * @param order returns a collection's comparator
   * @param create makes an empty collection with a comparator
   * @param finish makes the result from the filled collection
   */
  SortedSequenceSerializer(
      Function<? super C, @Nullable Comparator<? super Object>> order,
      Function<@Nullable Comparator<? super Object>, C> create,
      UnaryOperator<C> finish) {
    this.order = order;
    this.create = create;
    this.finish = finish;
  }

  @Override
  public void write(Kryo kryo, Output output, C object) {
    kryo.writeClassAndObject(output, order.apply(object));
    ElementRun.write(kryo, output, object.toArray());
  }

  @Override
  @SuppressWarnings("unchecked") // a comparator of other things fails at the first element
  public C read(Kryo kryo, Input input, Class<? extends C> type) {
    Comparator<? super Object> comparator =
        (Comparator<? super Object>) kryo.readClassAndObject(input);
    C result = create.apply(comparator);
    ElementRun.open(kryo, input).forEach(result::add);
    return finish.apply(result);
  }

  @Override
  public String description() {
    return "sorted-sequence";
  }
}
