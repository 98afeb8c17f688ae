/**
 * Mutual exclusion between processes: a lock and a semaphore that free what a dead process held and
 * never take anything from one that is only paused.
 */
@NullMarked
package io.sluice.sync;

import org.jspecify.annotations.NullMarked;
