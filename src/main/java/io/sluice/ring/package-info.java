/**
 * The queue's engine over shared memory: blocks that carry their owner, the rings that order them,
 * the participants that share them, and the repair that gives back what a dead one held. Every
 * operation answers at once; waiting and Reactor belong to the packages above. Not for users.
 */
@NullMarked
package io.sluice.ring;

import org.jspecify.annotations.NullMarked;
