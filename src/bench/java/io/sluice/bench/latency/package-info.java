/**
 * Latencies between two processes: the way there and back, and the way there at a fixed rate.
 *
 * <pre>
 *   PingPong ─► PingPongWorker ─► Court    (one class for each peer)
 *   OneWay   ─► OneWayWorker   ─► Route
 * </pre>
 *
 * Every child keeps an HdrHistogram and hands it to the parent, whole. The clocks of two processes
 * are compared by {@link java.lang.System#nanoTime}, which is one clock for all processes of a
 * machine on Linux.
 */
@NullMarked
package io.sluice.bench.latency;

import org.jspecify.annotations.NullMarked;
