/**
 * What kill -9 of one process does to the others.
 *
 * <pre>
 *   Kill       ─► KillWorker       ─► Crowd   (one class for each peer)
 *   Redelivery ─► RedeliveryWorker
 * </pre>
 */
@NullMarked
package io.sluice.bench.recovery;

import org.jspecify.annotations.NullMarked;
