/**
 * Text is read in one process and worked on in others: lines travel through one bounded queue,
 * reports come back through a second one. {@link io.sluice.examples.offload.Offload} is where to
 * begin.
 */
@NullMarked
package io.sluice.examples.offload;

import org.jspecify.annotations.NullMarked;
