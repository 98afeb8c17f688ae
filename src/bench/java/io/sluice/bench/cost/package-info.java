/**
 * What it costs: idle processes, garbage, pending sends, many queues. Each experiment has a class
 * for the parent's side and one that ends in {@code Worker} for the child JVM.
 */
@NullMarked
package io.sluice.bench.cost;

import org.jspecify.annotations.NullMarked;
