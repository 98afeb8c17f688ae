package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A map in an order: its comparator, which is null for the natural one, and its entries. */
final class SortedMappingSerializer<M extends SortedMap<Object, Object>> extends Serializer<M>
    implements Described {

  private final Function<@Nullable Comparator<? super Object>, M> create;
  private final UnaryOperator<M> finish;

  /**
   * Creates the serializer.
   *
   * @param create makes an empty map with a comparator
   * @param finish makes the result from the filled map
   */
  SortedMappingSerializer(
      Function<@Nullable Comparator<? super Object>, M> create, UnaryOperator<M> finish) {
    this.create = create;
    this.finish = finish;
  }

  @Override
  public void write(Kryo kryo, Output output, M object) {
    kryo.writeClassAndObject(output, object.comparator());
    Entries.write(kryo, output, object);
  }

  @Override
  @SuppressWarnings("unchecked") // a comparator of other things fails at the first key
  public M read(Kryo kryo, Input input, Class<? extends M> type) {
    Comparator<? super Object> comparator =
        (Comparator<? super Object>) kryo.readClassAndObject(input);
    return finish.apply(Entries.read(kryo, input, size -> create.apply(comparator)));
  }

  @Override
  public String description() {
    return "sorted-mapping";
  }
}
