package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.CodecException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Objects that occur more than once in an item. */
class ReferencesTest {

  static class Node {
    String name;
    Node parent;
    List<Node> children = new ArrayList<>();
    Map<String, Node> index = new HashMap<>();
    Object[] array = new Object[2];
  }

  record Box(Object content) {}

  private static Codec<Object> codec(boolean references) {
    return KryoCodec.builder(Object.class)
        .register(Node.class)
        .register(Box.class)
        .references(references)
        .build();
  }

  private static Node tree() {
    Node root = new Node();
    root.name = "root";
    Node child = new Node();
    child.name = "child";
    child.parent = root;
    root.children.add(child);
    root.children.add(child);
    root.index.put("child", child);
    root.array[0] = root;
    root.array[1] = root.array;
    return root;
  }

  @Test
  void cyclesAndSharedObjectsArrive() {
    Node copy = (Node) Encoded.roundTrip(codec(true), tree());
    Node child = copy.children.get(0);
    assertThat(copy.children).hasSize(2).allSatisfy(node -> assertThat(node).isSameAs(child));
    assertThat(child.parent).isSameAs(copy);
    assertThat(child.name).isEqualTo("child");
    assertThat(copy.index.get("child")).isSameAs(child);
    assertThat(copy.array[0]).isSameAs(copy);
    assertThat(copy.array[1]).isSameAs(copy.array);
  }

  @Test
  void sharedObjectsArriveSeparatelyWithoutReferences() {
    Box shared = new Box("x");
    List<?> copy = (List<?>) Encoded.roundTrip(codec(false), (Object) List.of(shared, shared));
    assertThat(copy.get(0)).isEqualTo(copy.get(1)).isNotSameAs(copy.get(1));
    List<?> same = (List<?>) Encoded.roundTrip(codec(true), (Object) List.of(shared, shared));
    assertThat(same.get(0)).isSameAs(same.get(1));
  }

  @Test
  void cycleWithoutReferencesIsCodecException() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(codec(false), tree()));
  }

  @Test
  void cycleThroughRecordIsRefusedAndNotTurnedIntoNull() {
    Codec<Object> codec = codec(true);
    List<Object> inner = new ArrayList<>();
    Box box = new Box(inner);
    inner.add(box);
    byte[] bytes = Encoded.encode(codec, box);
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.decode(codec, bytes))
        .withMessageContaining("refers back to itself");
    assertThat(Encoded.roundTrip(codec, (Object) new Box("next"))).isEqualTo(new Box("next"));
  }

  @Test
  void everyKindOfCollectionArrivesWithReferences() {
    Codec<Object> codec = codec(true);
    for (Object item :
        List.of(
            List.of(1, "x", 1L),
            Arrays.asList("a", null, "a"),
            Map.of("k", List.of("k")),
            Set.of("k", 2),
            new HashMap<>(Map.of("k", 1)),
            new String[] {"a", "a", null},
            new Object[] {1, "x", List.of()},
            new Box(new Box(null)))) {
      assertThat(Objects.deepEquals(Encoded.roundTrip(codec, item), item)).as("%s", item).isTrue();
    }
  }
}
