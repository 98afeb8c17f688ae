package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import java.util.function.Function;

/** A value that has a text from which it can be made again. */
final class TextSerializer<T> extends ImmutableSerializer<T> implements Described {

  private final Function<T, String> format;
  private final Function<String, T> parse;

  TextSerializer(Function<T, String> format, Function<String, T> parse) {
    this.format = format;
    this.parse = parse;
  }

  @Override
  public void write(Kryo kryo, Output output, T object) {
    output.writeString(format.apply(object));
  }

  @Override
  public T read(Kryo kryo, Input input, Class<? extends T> type) {
    String text = input.readString();
    if (text == null) {
      throw new KryoException("A text is missing");
    }
    return parse.apply(text);
  }

  @Override
  public String description() {
    return "text";
  }
}
