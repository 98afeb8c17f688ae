package io.sluice.ring;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Encoded items on their way into a queue, in order: filled at the back, accepted from the front.
 * Growing, reusable, confined to one operation at a time.
 */
public final class PutRun {
  private static final int FIRST_CAPACITY = 512;
  private static final int FIRST_ITEMS = 4;
  private static final int LARGEST = Integer.MAX_VALUE - 8;
  private static final byte[] NOTHING = {};

  private byte[] bytes;
  private int[] ends = new int[FIRST_ITEMS];
  private int first;
  private int last;
  private ByteBuffer target;
  private ClaimRun claims = new ClaimRun(1);

  /** Makes an empty run. */
  public PutRun() {
    this(new byte[FIRST_CAPACITY]);
  }

  private PutRun(byte[] bytes) {
    this.bytes = bytes;
    this.target = ByteBuffer.wrap(bytes);
  }

  /**
   * Makes a run of one item without copying it.
   *
   * @param item the encoded item; not to be changed until it is accepted
   * @return the run
   */
  public static PutRun of(byte[] item) {
    PutRun run = new PutRun(item);
    run.ends[0] = item.length;
    run.last = 1;
    return run;
  }

  /**
   * How many items are not accepted yet.
   *
   * @return the number, 0 or more
   */
  public int count() {
    return last - first;
  }

  /**
   * The buffer that the next item is encoded into; {@link #added} takes it into the run.
   *
   * @return a heap buffer with at least one byte of room
   */
  public ByteBuffer target() {
    int from = start(last);
    if (from == bytes.length) {
      grow(LARGEST - 1);
    }
    return target.limit(bytes.length).position(from);
  }

  /**
   * Makes room for a larger item than {@link #target} last had room for. What is there stays.
   *
   * @param most how many bytes the item may have
   * @return false if there was room for more than that already
   */
  public boolean grow(int most) {
    long room = (long) bytes.length - start(last);
    if (room > most) {
      return false;
    }
    compact();
    int start = start(last);
    // By what is there at least: each growth copies that.
    long more = Math.min(Math.max(2 * room + 64, start), most + 1L);
    enlarge(Math.max(FIRST_CAPACITY, start + more));
    return bytes.length - start > room;
  }

  /**
   * Makes room for an item whose size is known; alone in the run it fills it.
   *
   * @param length its encoded bytes
   */
  public void reserve(int length) {
    if (length > bytes.length - start(last)) {
      compact();
      int start = start(last);
      long wanted = start + (long) Math.max(length, start);
      enlarge(wanted <= LARGEST ? wanted : (long) start + length);
    }
  }

  private void enlarge(long wanted) {
    if (wanted > bytes.length) {
      resize((int) Math.min(wanted, LARGEST));
    }
  }

  /** Gives the memory of items that are accepted to others, once it is the greater part. */
  private void compact() {
    int accepted = start(first);
    if (accepted < bytes.length / 2) {
      return;
    }
    System.arraycopy(bytes, accepted, bytes, 0, start(last) - accepted);
    for (int i = first; i < last; i++) {
      ends[i - first] = ends[i] - accepted;
    }
    last -= first;
    first = 0;
  }

  /** What is there stays; where nothing is, the smaller array is garbage before the larger one. */
  private void resize(int length) {
    int kept = start(last);
    byte[] before = kept == 0 ? NOTHING : bytes;
    bytes = NOTHING;
    target = ByteBuffer.wrap(NOTHING);
    byte[] larger = new byte[length];
    System.arraycopy(before, 0, larger, 0, kept);
    bytes = larger;
    target = ByteBuffer.wrap(bytes);
  }

  /** Takes what was written to the target into the run as one item. */
  public void added() {
    if (last == ends.length) {
      ends = Arrays.copyOf(ends, last * 2);
    }
    ends[last++] = target.position();
  }

  /**
   * The encoded size of the item last added.
   *
   * @return in bytes
   */
  public int lastLength() {
    return length(count() - 1);
  }

  /**
   * The encoded size of all items that are not accepted yet.
   *
   * @return in bytes
   */
  public int length() {
    return start(last) - start(first);
  }

  /**
   * Drops items from the front: they are accepted, or given up.
   *
   * @param count how many
   */
  public void drop(int count) {
    first += count;
    if (first == last) {
      first = 0;
      last = 0;
    }
  }

  /** Drops the item last added. */
  public void dropLast() {
    last--;
    drop(0);
  }

  /** Where a claim of blocks for these items goes. */
  ClaimRun claims() {
    int wanted = Math.min(count(), ClaimRun.MOST);
    if (claims.capacity() < wanted) {
      claims = new ClaimRun(ClaimRun.MOST);
    }
    return claims;
  }

  /**
   * How much memory the run keeps.
   *
   * @return bytes
   */
  public int capacity() {
    return bytes.length;
  }

  /**
   * Takes the item last added out of the run, without a copy where that fills the run's memory.
   *
   * @return its bytes, the caller's alone
   */
  public byte[] removeLast() {
    boolean whole = last == 1 && ends[0] == bytes.length;
    byte[] item = whole ? bytes : copy(count() - 1);
    if (whole) {
      bytes = NOTHING;
      target = ByteBuffer.wrap(NOTHING);
    }
    dropLast();
    return item;
  }

  /**
   * Copies an item.
   *
   * @param i its number among those not accepted yet
   * @return its bytes
   */
  public byte[] copy(int i) {
    return Arrays.copyOfRange(bytes, from(i), from(i) + length(i));
  }

  /**
   * Adds an item that is encoded already.
   *
   * @param item its bytes
   */
  public void add(byte[] item) {
    while (target().remaining() < item.length) {
      grow(item.length);
    }
    target().put(item);
    added();
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the i-th item that is not accepted yet ends. */
  int end(int i) {
    return ends[first + i];
  }

  /** Where the i-th item that is not accepted yet starts. */
  int from(int i) {
    return start(first + i);
  }

  /**
   * The encoded size of an item.
   *
   * @param i its number among those not accepted yet
   * @return in bytes
   */
  public int length(int i) {
    return ends[first + i] - from(i);
  }

  /**
   * Copies a part of an item.
   *
   * @param i its number among those not accepted yet
   * @param offset where the part begins in the item
   * @param target where it goes, to its position
   * @param count how many bytes
   */
  public void copyOut(int i, int offset, ByteBuffer target, int count) {
    target.put(bytes, from(i) + offset, count);
  }

  private int start(int item) {
    return item == 0 ? 0 : ends[item - 1];
  }
}
