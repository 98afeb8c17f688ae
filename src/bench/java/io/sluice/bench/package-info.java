/**
 * Benchmarks between processes: one parent, {@link io.sluice.bench.BenchMain}, starts fresh
 * processes for every repetition of every experiment and every peer, in turn, and compares their
 * medians.
 *
 * <pre>
 *   BenchMain ─► Experiment ─► Contender ─► Child ═ stdin/stdout ═ BenchWorker ─► Peer
 *       │        (what)        (who, how                            (in the child JVM)
 *       ▼                       to start it)
 *     Report
 * </pre>
 */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
