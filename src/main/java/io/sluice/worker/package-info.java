/**
 * A pool of supervised child JVMs: heavy or dangerous work goes to another process, one task at a
 * time, behind a bounded queue. {@link io.sluice.worker.WorkerPool} is where it begins.
 */
@NullMarked
package io.sluice.worker;

import org.jspecify.annotations.NullMarked;
