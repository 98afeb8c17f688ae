package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * An object: its fields in the order of their names. The bytes are those of Kryo's own field
 * serializer, which takes longer, most of all for private fields where it cannot use Unsafe.
 */
final class ObjectSerializer extends Serializer<Object> implements Described {

  private final Class<?> type;
  private final List<Member> members;
  private final WriteHandles writer;
  private final FillHandles reader;

  ObjectSerializer(Class<?> type) throws ReflectiveOperationException {
    this.type = type;
    List<Field> fields = Fields.of(type);
    List<Member> found = new ArrayList<>();
    for (Field field : fields) {
      found.add(Member.of(field));
    }
    this.members = List.copyOf(found);
    this.writer = new WriteHandles(members);
    this.reader = new FillHandles(type, fields);
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    try {
      writer.write(kryo, output, object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new KryoException("Cannot write " + type.getName(), e);
    }
  }

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> expected) {
    try {
      return reader.read(kryo, input);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new KryoException("The constructor of " + type.getName() + " failed", e);
    }
  }

  @Override
  public String description() {
    return "fields" + members;
  }
}
