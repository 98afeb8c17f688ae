package io.sluice.queue;

import org.jspecify.annotations.Nullable;

/**
 * A list whose members carry its links, so that one in the middle leaves at no cost. Not
 * thread-safe.
 */
final class Chain<L extends Chain.Link<L>> {
  /** A member of at most one chain. */
  abstract static class Link<L extends Link<L>> {
    private @Nullable Chain<L> chain;
    private @Nullable L before;
    private @Nullable L after;
  }

  private @Nullable L first;
  private @Nullable L last;

  boolean isEmpty() {
    return first == null;
  }

  @Nullable L first() {
    return first;
  }

  @Nullable L last() {
    return last;
  }

  @Nullable L before(L link) {
    Link<L> links = link;
    return links.before;
  }

  @Nullable L after(L link) {
    Link<L> links = link;
    return links.after;
  }

  void add(L link) {
    Link<L> links = link;
    links.chain = this;
    links.before = last;
    if (last == null) {
      first = link;
    } else {
      Link<L> previous = last;
      previous.after = link;
    }
    last = link;
  }

  boolean remove(L link) {
    Link<L> links = link;
    if (links.chain != this) {
      return false;
    }
    Link<L> before = links.before;
    Link<L> after = links.after;
    if (before == null) {
      first = links.after;
    } else {
      before.after = links.after;
    }
    if (after == null) {
      last = links.before;
    } else {
      after.before = links.before;
    }
    links.chain = null;
    links.before = null;
    links.after = null;
    return true;
  }
}
