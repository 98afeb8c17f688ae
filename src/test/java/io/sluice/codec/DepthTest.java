package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.CodecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Items that are nested deeply. */
class DepthTest {

  private static final int SMALL_STACK = 1 << 20;

  static class Link {
    long before = 1;
    Object next;
    String zulu = "behind";
  }

  record Cell(int before, Object next, String zulu) {}

  /** As many components as one handle could take, with the nested one behind all others. */
  record Wide(
      int a,
      int b,
      int c,
      int d,
      int e,
      int f,
      int g,
      int h,
      int i,
      int j,
      int k,
      int l,
      int m,
      int n,
      int o,
      int p,
      int q,
      int r,
      int s,
      int t,
      int u,
      int v,
      int w,
      Object zulu) {}

  private static Object wides(int depth) {
    Object first = null;
    for (int i = 0; i < depth; i++) {
      first =
          new Wide(
              0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
              first);
    }
    return first;
  }

  private static Object links(int depth) {
    Link first = new Link();
    for (int i = 1; i < depth; i++) {
      Link link = new Link();
      link.next = first;
      first = link;
    }
    return first;
  }

  private static Object cells(int depth) {
    Object first = null;
    for (int i = 0; i < depth; i++) {
      first = new Cell(i, first, "z");
    }
    return first;
  }

  private static Object lists(int depth) {
    Object first = new ArrayList<>();
    for (int i = 1; i < depth; i++) {
      first = new ArrayList<>(List.of(first));
    }
    return first;
  }

  private static Object optionals(int depth) {
    Object first = Optional.empty();
    for (int i = 1; i < depth; i++) {
      first = Optional.of(first);
    }
    return first;
  }

  private static KryoCodec.Builder<Object> builder() {
    return KryoCodec.builder(Object.class)
        .register(Link.class)
        .register(Cell.class)
        .register(Wide.class);
  }

  private static void onSmallStack(Runnable action) throws Exception {
    FutureTask<Void> task = new FutureTask<>(action, null);
    Thread thread = new Thread(null, task, "small stack", SMALL_STACK);
    thread.start();
    task.get(60, TimeUnit.SECONDS);
  }

  @Test
  void fiveHundredAndTwelveObjectsDeepFitAnOrdinaryStack() throws Exception {
    onSmallStack(
        () -> {
          Codec<Object> codec = builder().build();
          // The null at the end of a chain counts, as it does in Kryo.
          for (Object item :
              List.of(links(511), cells(511), wides(511), lists(512), optionals(511))) {
            byte[] bytes = Encoded.encode(codec, item);
            assertThat(Encoded.encode(codec, Encoded.decode(codec, bytes))).isEqualTo(bytes);
          }
        });
  }

  @Test
  void deeperItemsAreRefusedInBothDirections() {
    Codec<Object> deep = builder().maxDepth(600).build();
    Codec<Object> codec = builder().build();
    for (Object item : List.of(links(512), cells(512), lists(513), optionals(512))) {
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> Encoded.encode(codec, item))
          .withMessageContaining("depth");
      byte[] bytes = Encoded.encode(deep, item);
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> Encoded.decode(codec, bytes))
          .withMessageContaining("depth");
    }
    assertThat(Encoded.roundTrip(codec, (Object) "next")).isEqualTo("next");
  }

  @Test
  void runningOutOfStackIsCodecException() throws Exception {
    Codec<Object> codec = builder().maxDepth(Integer.MAX_VALUE).build();
    Link cycle = new Link();
    cycle.next = cycle;
    onSmallStack(
        () -> {
          assertThatExceptionOfType(CodecException.class)
              .isThrownBy(() -> Encoded.encode(codec, cycle))
              .withMessageContaining("too deep")
              .satisfies(e -> assertThat(e.className()).isEqualTo(Link.class.getName()));
          assertThat(Encoded.roundTrip(codec, (Object) "next")).isEqualTo("next");
        });
  }

  @Test
  void depthIsAtLeastOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder().maxDepth(0));
    Codec<Object> flat = builder().maxDepth(1).build();
    assertThat(Encoded.roundTrip(flat, (Object) "x")).isEqualTo("x");
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> Encoded.encode(flat, List.of("x")));
  }
}
