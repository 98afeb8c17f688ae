/**
 * The shared queue: many producers and many consumers in any processes, an exact bound over all of
 * them, and each item to exactly one consumer. It can be used as a Reactive Streams source and
 * sink, with acknowledgements where a consumer's death must not lose an item, or with the blocking
 * words of {@code java.util.concurrent}.
 */
@NullMarked
package io.sluice.queue;

import org.jspecify.annotations.NullMarked;
