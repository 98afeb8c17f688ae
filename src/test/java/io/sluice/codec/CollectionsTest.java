package io.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's collections and maps, none of which needs registration. */
@SuppressWarnings({"JdkObsolete", "IdentityHashMapUsage"})
class CollectionsTest {

  private static final Codec<Object> ANYTHING = Codec.kryo(Object.class);
  private static final List<Integer> THREE = Arrays.asList(3, 1, 2);
  private static final Map<String, Integer> MAP = new HashMap<>(Map.of("a", 1, "b", 2, "c", 3));

  static List<Object> lists() {
    return List.of(
        List.of(),
        List.of(1),
        List.of(1, "b"),
        List.of(1, 2, 3),
        List.copyOf(THREE),
        THREE.stream().toList(),
        Stream.of(1, null, 3).toList(),
        Arrays.asList(1, null),
        Arrays.asList("a", "b"),
        Collections.emptyList(),
        Collections.singletonList(1),
        Collections.unmodifiableList(new ArrayList<>(THREE)),
        Collections.unmodifiableList(new LinkedList<>(THREE)),
        new ArrayList<>(THREE),
        new ArrayList<>(),
        new ArrayList<>(Arrays.asList(1, null, "c", 2L)),
        new LinkedList<>(THREE),
        new Vector<>(THREE),
        stack(),
        new CopyOnWriteArrayList<>(THREE));
  }

  private static Stack<Object> stack() {
    Stack<Object> stack = new Stack<>();
    stack.addAll(THREE);
    return stack;
  }

  static List<Object> sets() {
    return List.of(
        Set.of(),
        Set.of(1),
        Set.of(1, 2),
        Set.of(1, 2, 3),
        Collections.emptySet(),
        Collections.emptySortedSet(),
        Collections.emptyNavigableSet(),
        Collections.singleton("x"),
        Collections.unmodifiableSet(new HashSet<>(THREE)),
        Collections.unmodifiableSortedSet(new TreeSet<>(THREE)),
        Collections.unmodifiableNavigableSet(new TreeSet<>(THREE)),
        new HashSet<>(THREE),
        new LinkedHashSet<>(THREE),
        new TreeSet<>(THREE),
        reversed(),
        new ConcurrentSkipListSet<>(THREE),
        new CopyOnWriteArraySet<>(THREE),
        keySetView(),
        EnumSet.of(TimeUnit.DAYS, TimeUnit.HOURS),
        EnumSet.noneOf(TimeUnit.class),
        EnumSet.allOf(TimeUnit.class));
  }

  private static Set<Object> keySetView() {
    Set<Object> set = ConcurrentHashMap.newKeySet();
    set.addAll(THREE);
    return set;
  }

  private static NavigableSet<Integer> reversed() {
    NavigableSet<Integer> set = new TreeSet<>(Comparator.reverseOrder());
    set.addAll(THREE);
    return set;
  }

  static List<Object> maps() {
    Properties properties = new Properties();
    properties.setProperty("k", "v");
    TreeMap<String, Integer> caseless = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(MAP);
    return List.of(
        Map.of(),
        Map.of("k", 1),
        Map.of("k", 1, "l", 2),
        Map.copyOf(MAP),
        Collections.emptyMap(),
        Collections.emptySortedMap(),
        Collections.emptyNavigableMap(),
        Collections.singletonMap("k", "v"),
        Collections.unmodifiableMap(MAP),
        Collections.unmodifiableSortedMap(new TreeMap<>(MAP)),
        Collections.unmodifiableNavigableMap(new TreeMap<>(MAP)),
        new HashMap<>(MAP),
        new HashMap<>(),
        withNulls(),
        new LinkedHashMap<>(MAP),
        new TreeMap<>(MAP),
        caseless,
        new ConcurrentSkipListMap<>(MAP),
        new ConcurrentHashMap<>(MAP),
        new Hashtable<>(MAP),
        new WeakHashMap<>(MAP),
        properties,
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1, TimeUnit.HOURS, 2)),
        new EnumMap<TimeUnit, String>(TimeUnit.class),
        Map.entry("k", 1),
        new SimpleEntry<>("k", 1),
        new SimpleImmutableEntry<>("k", null));
  }

  private static Map<Object, Object> withNulls() {
    Map<Object, Object> map = new HashMap<>();
    map.put(null, 1);
    map.put("k", null);
    return map;
  }

  @ParameterizedTest
  @MethodSource({"lists", "sets", "maps"})
  void arriveEqualAndOfTheSameClass(Object collection) {
    Object copy = Encoded.roundTrip(ANYTHING, collection);
    assertThat(copy).isEqualTo(collection);
    assertThat(copy.getClass().getName()).isEqualTo(collection.getClass().getName());
  }

  /** These do not define equality. */
  static List<Collection<Integer>> queues() {
    return List.of(
        new ArrayDeque<>(THREE),
        new PriorityQueue<>(THREE),
        new PriorityBlockingQueue<>(THREE),
        new ConcurrentLinkedQueue<>(THREE),
        new ConcurrentLinkedDeque<>(THREE),
        new LinkedBlockingQueue<>(THREE),
        new LinkedBlockingDeque<>(THREE),
        Collections.unmodifiableCollection(THREE));
  }

  @ParameterizedTest
  @MethodSource("queues")
  void queuesArriveWithTheirElements(Collection<Integer> queue) {
    Object copy = Encoded.roundTrip(ANYTHING, queue);
    assertThat(copy).hasSameClassAs(queue);
    assertThat(((Collection<?>) copy).toArray()).isEqualTo(queue.toArray());
  }

  @Test
  void identityMapsArriveWithTheirEntries() {
    Object copy = Encoded.roundTrip(ANYTHING, new IdentityHashMap<>(MAP));
    assertThat(copy).isInstanceOf(IdentityHashMap.class);
    assertThat(new HashMap<>((Map<?, ?>) copy)).isEqualTo(MAP);
  }

  @Test
  void ordersAreKept() {
    assertThat(((TreeSet<?>) Encoded.roundTrip(ANYTHING, reversed())).comparator())
        .isEqualTo(Comparator.reverseOrder());
    PriorityQueue<Integer> queue = new PriorityQueue<>(Comparator.<Integer>reverseOrder());
    queue.addAll(THREE);
    assertThat(((PriorityQueue<?>) Encoded.roundTrip(ANYTHING, queue)).poll()).isEqualTo(3);
  }

  static List<Object> privateViews() {
    TreeMap<String, Integer> tree = new TreeMap<>(MAP);
    return List.of(
        new ArrayList<>(THREE).subList(0, 2),
        new LinkedHashMap<>(MAP).values(),
        new LinkedHashMap<>(MAP).keySet(),
        tree.headMap("c"),
        tree.descendingMap(),
        tree.keySet(),
        tree.descendingKeySet(),
        Collections.synchronizedList(new ArrayList<>(THREE)),
        Collections.synchronizedMap(new HashMap<>(MAP)),
        Collections.nCopies(3, "x"),
        Collections.newSetFromMap(new ConcurrentHashMap<>()));
  }

  @ParameterizedTest
  @MethodSource("privateViews")
  void privateViewsArriveAsOrdinaryCollections(Object view) {
    Object copy = Encoded.roundTrip(ANYTHING, view);
    assertThat(copy.getClass().getName())
        .isIn(
            "java.util.ArrayList",
            "java.util.LinkedHashSet",
            "java.util.LinkedHashMap",
            "java.util.TreeSet",
            "java.util.TreeMap");
    assertThat(copy).hasToString(view.toString());
  }

  @Test
  void immutableOnesArriveImmutable() {
    assertThat(((List<?>) Encoded.roundTrip(ANYTHING, List.of(1, 2, 3)))).isUnmodifiable();
    assertThat(((Set<?>) Encoded.roundTrip(ANYTHING, Set.of(1, 2, 3)))).isUnmodifiable();
    assertThat(((Map<?, ?>) Encoded.roundTrip(ANYTHING, Map.of(1, 2)))).isUnmodifiable();
    assertThat(((List<?>) Encoded.roundTrip(ANYTHING, THREE.stream().toList()))).isUnmodifiable();
  }

  @Test
  void sublistsOfImmutableOnesArriveImmutable() {
    List<?> copy = (List<?>) Encoded.roundTrip(ANYTHING, (Object) List.of(1, 2, 3).subList(0, 2));
    assertThat(copy).isUnmodifiable();
    assertThat((Object) copy).isEqualTo(List.of(1, 2));
  }

  /** A reader on another JDK, where some of these classes are other ones, finds the same bytes. */
  @Test
  void bytesAreTheSameOnEveryJdk() {
    Object item =
        List.of(
            List.of(1, 2, 3).subList(0, 2),
            Map.of("k", 1L),
            Set.of("s"),
            THREE.stream().toList(),
            Collections.unmodifiableList(new ArrayList<>(THREE)),
            EnumSet.of(TimeUnit.DAYS),
            new EnumMap<TimeUnit, String>(TimeUnit.class),
            ZonedDateTime.parse("2024-02-29T12:00:00+01:00[Europe/Paris]"),
            ZoneId.of("Asia/Tokyo"),
            Collections.reverseOrder());
    assertThat(HexFormat.of().formatHex(Encoded.encode(ANYTHING, item)))
        .isEqualTo(
            "630a6382020204688103826b8109026c81038273638302060204a20183020602048c01c00101079401c00100007de80f021df34575726f70652f50617269f3bc01417369612f546f6b79efad01");
  }

  @Test
  void elementsOfOneClassShareItsId() {
    List<Long> numbers = new ArrayList<>(IntStream.range(0, 50).mapToObj(i -> (long) i).toList());
    assertThat(Encoded.encode(ANYTHING, numbers)).hasSize(1 + 1 + 1 + 50);
  }

  @Test
  void nestedOnesArriveEqual() {
    Object nested =
        Map.of(
            "k",
            List.of(new HashMap<>(Map.of(1, new int[0].length, "x", List.of(Set.of(List.of()))))));
    assertThat(Encoded.roundTrip(ANYTHING, nested)).isEqualTo(nested);
  }

  /** User-defined collections are created by their constructors. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;
  }

  static final class ByLength extends TreeSet<String> {
    private static final long serialVersionUID = 1L;

    ByLength(Comparator<? super String> order) {
      super(order);
    }
  }

  @Test
  void collectionsOfTheUserArriveEqualAndOfTheSameClass() {
    Codec<Object> codec = Codec.kryo(Object.class, Names.class, ByLength.class);
    Names names = new Names();
    names.add("a");
    assertThat(Encoded.roundTrip(codec, names)).isEqualTo(names).hasSameClassAs(names);
    ByLength sorted = new ByLength(String.CASE_INSENSITIVE_ORDER);
    sorted.add("b");
    assertThat(Encoded.roundTrip(codec, sorted)).isEqualTo(sorted).hasSameClassAs(sorted);
  }
}
