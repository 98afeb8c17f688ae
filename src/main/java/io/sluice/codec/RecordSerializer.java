package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A record: its components in the order of their names, read by the accessors and handed to the
 * canonical constructor. Kryo's own uses reflection and takes about four times as long.
 */
final class RecordSerializer extends ImmutableSerializer<Object> implements Described {

  private final Class<?> type;
  private final List<Member> members;
  private final WriteHandles writer;
  private final RecordReader reader;

  RecordSerializer(Class<?> type) throws ReflectiveOperationException {
    this.type = type;
    List<Member> found = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      found.add(Member.of(component));
    }
    found.sort(Comparator.comparing(Member::name));
    this.members = List.copyOf(found);
    this.writer = new WriteHandles(members);
    this.reader = new RecordReader(type, members);
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {
    try {
      writer.write(kryo, output, object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new KryoException("An accessor of " + type.getName() + " failed", e);
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
    return "record" + members;
  }
}
