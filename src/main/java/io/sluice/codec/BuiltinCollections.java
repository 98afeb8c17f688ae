package io.sluice.codec;

import static java.util.Collections.unmodifiableCollection;
import static java.util.Collections.unmodifiableList;
import static java.util.Collections.unmodifiableMap;
import static java.util.Collections.unmodifiableNavigableMap;
import static java.util.Collections.unmodifiableNavigableSet;
import static java.util.Collections.unmodifiableSet;
import static java.util.Collections.unmodifiableSortedMap;
import static java.util.Collections.unmodifiableSortedSet;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers.EnumSetSerializer;
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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
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
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The built-in collections. The classes behind {@code List.of} and its like are private to the JDK
 * and are taken from an instance; they are filled and read by public methods alone, so that no JDK
 * has to be opened for them.
 */
@SuppressWarnings("JdkObsolete") // they are sent, whether or not they should be used
final class BuiltinCollections {

  private BuiltinCollections() {}

  static List<Builtin> common() {
    Serializer<?> list = sealed(BuiltinCollections::immutableList);
    Serializer<?> set = sealed(elements -> Set.of(elements));
    Serializer<?> map = new SealedMappingSerializer(Map::copyOf);
    return List.of(
        new Builtin(96, ArrayList.class, sequence(ArrayList::new)),
        new Builtin(97, "List.of/N", List.of().getClass(), list),
        new Builtin(98, "List.of/2", List.of(1).getClass(), list),
        new Builtin(99, HashMap.class, mapping(size -> new HashMap<>(buckets(size)))),
        new Builtin(100, LinkedHashMap.class, mapping(size -> new LinkedHashMap<>(buckets(size)))),
        new Builtin(101, "Map.of/N", Map.of().getClass(), map),
        new Builtin(102, "Map.of/1", Map.of(1, 1).getClass(), map),
        new Builtin(103, HashSet.class, sequence(size -> new HashSet<>(buckets(size)))),
        new Builtin(104, LinkedHashSet.class, sequence(size -> new LinkedHashSet<>(buckets(size)))),
        new Builtin(105, "Set.of/N", Set.of().getClass(), set),
        new Builtin(106, "Set.of/2", Set.of(1).getClass(), set),
        new Builtin(107, "Arrays.asList", Arrays.asList().getClass(), sealed(Arrays::asList)));
  }

  static List<Builtin> others() {
    List<Builtin> all = new ArrayList<>();
    all.addAll(constantsAndSingletons());
    all.addAll(sequences());
    all.addAll(mappings());
    all.addAll(sorted());
    all.addAll(unmodifiable());
    all.addAll(unmodifiableSorted());
    all.addAll(entriesAndOrders());
    return all;
  }

  private static List<Builtin> constantsAndSingletons() {
    return List.of(
        constant(126, "emptyList", Collections.emptyList()),
        constant(127, "emptySet", Collections.emptySet()),
        constant(128, "emptyMap", Collections.emptyMap()),
        constant(129, "emptyNavigableSet", Collections.emptyNavigableSet()),
        constant(130, "emptyNavigableMap", Collections.emptyNavigableMap()),
        new Builtin(
            131,
            "singletonList",
            Collections.singletonList(1).getClass(),
            sealed(elements -> Collections.singletonList(only(elements)))),
        new Builtin(
            132,
            "singleton",
            Collections.singleton(1).getClass(),
            sealed(elements -> Collections.singleton(only(elements)))),
        new Builtin(
            133,
            "singletonMap",
            Collections.singletonMap(1, 1).getClass(),
            new SealedMappingSerializer(BuiltinCollections::singletonMap)));
  }

  private static List<Builtin> sequences() {
    return List.of(
        new Builtin(134, LinkedList.class, sequence(size -> new LinkedList<>())),
        new Builtin(135, ArrayDeque.class, sequence(ArrayDeque::new)),
        new Builtin(136, Vector.class, sequence(Vector::new)),
        new Builtin(137, Stack.class, sequence(size -> new Stack<>())),
        new Builtin(138, EnumSet.class, new EnumSetSerializer()),
        new Builtin(
            139,
            ConcurrentHashMap.KeySetView.class,
            sequence(size -> ConcurrentHashMap.newKeySet(buckets(size)))),
        new Builtin(
            140, ConcurrentLinkedQueue.class, sequence(size -> new ConcurrentLinkedQueue<>())),
        new Builtin(
            141, ConcurrentLinkedDeque.class, sequence(size -> new ConcurrentLinkedDeque<>())),
        new Builtin(142, CopyOnWriteArrayList.class, sealed(CopyOnWriteArrayList::new)),
        new Builtin(
            143,
            CopyOnWriteArraySet.class,
            sealed(elements -> new CopyOnWriteArraySet<>(Arrays.asList(elements)))),
        new Builtin(144, LinkedBlockingQueue.class, sequence(size -> new LinkedBlockingQueue<>())),
        new Builtin(145, LinkedBlockingDeque.class, sequence(size -> new LinkedBlockingDeque<>())));
  }

  private static List<Builtin> mappings() {
    return List.of(
        new Builtin(146, EnumMap.class, new EnumMapSerializer()),
        new Builtin(147, IdentityHashMap.class, mapping(IdentityHashMap::new)),
        new Builtin(148, WeakHashMap.class, mapping(size -> new WeakHashMap<>(buckets(size)))),
        new Builtin(149, Hashtable.class, mapping(size -> new Hashtable<>(buckets(size)))),
        new Builtin(150, Properties.class, mapping(size -> new Properties())),
        new Builtin(
            151, ConcurrentHashMap.class, mapping(size -> new ConcurrentHashMap<>(buckets(size)))));
  }

  private static List<Builtin> sorted() {
    return List.of(
        new Builtin(152, TreeSet.class, sortedSet(TreeSet::new, set -> set)),
        new Builtin(153, TreeMap.class, sortedMap(TreeMap::new, map -> map)),
        new Builtin(
            154, ConcurrentSkipListSet.class, sortedSet(ConcurrentSkipListSet::new, set -> set)),
        new Builtin(
            155, ConcurrentSkipListMap.class, sortedMap(ConcurrentSkipListMap::new, map -> map)),
        new Builtin(
            156,
            PriorityQueue.class,
            new SortedSequenceSerializer<PriorityQueue<Object>>(
                PriorityQueue::comparator, PriorityQueue::new, queue -> queue)),
        new Builtin(
            157,
            PriorityBlockingQueue.class,
            new SortedSequenceSerializer<PriorityBlockingQueue<Object>>(
                PriorityBlockingQueue::comparator,
                order -> new PriorityBlockingQueue<>(11, order),
                queue -> queue)));
  }

  private static List<Builtin> unmodifiable() {
    return List.of(
        new Builtin(
            158,
            "unmodifiableCollection",
            unmodifiableCollection(List.of()).getClass(),
            sealed(elements -> unmodifiableCollection(Arrays.asList(elements)))),
        new Builtin(
            159,
            "unmodifiableList",
            unmodifiableList(new LinkedList<>()).getClass(),
            sealed(elements -> unmodifiableList(new LinkedList<>(Arrays.asList(elements))))),
        new Builtin(
            160,
            "unmodifiableRandomAccessList",
            unmodifiableList(new ArrayList<>()).getClass(),
            sealed(elements -> unmodifiableList(Arrays.asList(elements)))),
        new Builtin(
            161,
            "unmodifiableSet",
            unmodifiableSet(Set.of()).getClass(),
            sealed(elements -> unmodifiableSet(new LinkedHashSet<>(Arrays.asList(elements))))),
        new Builtin(
            162,
            "unmodifiableMap",
            unmodifiableMap(Map.of()).getClass(),
            new SealedMappingSerializer(Collections::unmodifiableMap)));
  }

  private static List<Builtin> unmodifiableSorted() {
    NavigableSet<Object> set = new TreeSet<>();
    NavigableMap<Object, Object> map = new TreeMap<>();
    return List.of(
        new Builtin(
            163,
            "unmodifiableSortedSet",
            unmodifiableSortedSet(set).getClass(),
            sortedSet(TreeSet::new, Collections::unmodifiableSortedSet)),
        new Builtin(
            164,
            "unmodifiableNavigableSet",
            unmodifiableNavigableSet(set).getClass(),
            sortedSet(TreeSet::new, tree -> unmodifiableNavigableSet((TreeSet<Object>) tree))),
        new Builtin(
            165,
            "unmodifiableSortedMap",
            unmodifiableSortedMap(map).getClass(),
            sortedMap(TreeMap::new, Collections::unmodifiableSortedMap)),
        new Builtin(
            166,
            "unmodifiableNavigableMap",
            unmodifiableNavigableMap(map).getClass(),
            sortedMap(
                TreeMap::new, tree -> unmodifiableNavigableMap((TreeMap<Object, Object>) tree))));
  }

  private static List<Builtin> entriesAndOrders() {
    return List.of(
        new Builtin(167, "Map.entry", Map.entry(1, 1).getClass(), new EntrySerializer(Map::entry)),
        new Builtin(168, SimpleEntry.class, new EntrySerializer(SimpleEntry::new)),
        new Builtin(
            169, SimpleImmutableEntry.class, new EntrySerializer(SimpleImmutableEntry::new)),
        constant(170, "naturalOrder", Comparator.<Integer>naturalOrder()),
        constant(171, "reverseOrder", Collections.reverseOrder()),
        constant(172, "CASE_INSENSITIVE_ORDER", String.CASE_INSENSITIVE_ORDER));
  }

  private static Builtin constant(int id, String name, Object constant) {
    return new Builtin(id, name, constant.getClass(), new ConstantSerializer(constant));
  }

  private static Serializer<?> sequence(IntFunction<? extends Collection<Object>> create) {
    return new SequenceSerializer(create);
  }

  private static Serializer<?> sealed(Function<Object[], ? extends Collection<Object>> create) {
    return new SealedSequenceSerializer(create);
  }

  private static Serializer<?> mapping(IntFunction<? extends Map<Object, Object>> create) {
    return new MappingSerializer(create);
  }

  private static Serializer<?> sortedSet(
      Function<@Nullable Comparator<? super Object>, SortedSet<Object>> create,
      UnaryOperator<SortedSet<Object>> finish) {
    return new SortedSequenceSerializer<>(SortedSet::comparator, create, finish);
  }

  private static Serializer<?> sortedMap(
      Function<@Nullable Comparator<? super Object>, SortedMap<Object, Object>> create,
      UnaryOperator<SortedMap<Object, Object>> finish) {
    return new SortedMappingSerializer<>(create, finish);
  }

  /** Only the list behind {@code Stream.toList()} has nulls in it, and it has the same class. */
  private static List<Object> immutableList(Object[] elements) {
    return Arrays.stream(elements).allMatch(Objects::nonNull)
        ? List.of(elements)
        : Arrays.stream(elements).toList();
  }

  private static Object only(Object[] elements) {
    if (elements.length != 1) {
      throw new KryoException("A singleton has " + elements.length + " elements");
    }
    return elements[0];
  }

  private static Map<Object, Object> singletonMap(Map<Object, Object> map) {
    Object entry = only(map.entrySet().toArray());
    Map.Entry<?, ?> only = (Map.Entry<?, ?>) entry;
    return Collections.singletonMap(only.getKey(), only.getValue());
  }

  /** The initial capacity with which a hash table takes so many entries without growing. */
  private static int buckets(int size) {
    return (int) Math.min(size / 0.75 + 1, 1 << 30);
  }
}
