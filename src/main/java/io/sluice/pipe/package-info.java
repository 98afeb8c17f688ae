/**
 * Pipes between two processes: whole messages of any size, in order, with demand, end and failure
 * carried across. {@link io.sluice.pipe.SharedPipe} has a reader and a writer at each end, {@link
 * io.sluice.pipe.SimplexPipe} one of each in all.
 */
@NullMarked
package io.sluice.pipe;

import org.jspecify.annotations.NullMarked;
