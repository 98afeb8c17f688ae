/**
 * Single operations on one thread, by JMH: coding here, the ring's in the ring's own package. JMH
 * runs in a child JVM for each operation and repetition, in place of its own forks, so that the
 * operations are measured by turns like everything else.
 */
@NullMarked
package io.sluice.bench.jmh;

import org.jspecify.annotations.NullMarked;
