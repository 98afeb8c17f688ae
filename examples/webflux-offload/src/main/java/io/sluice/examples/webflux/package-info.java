/**
 * A WebFlux service that makes thumbnails in worker processes: its own event loop stays free, a
 * hostile image costs one worker, and what is too much is refused at once with 503. {@link
 * io.sluice.examples.webflux.WebfluxOffload} is where to begin.
 */
@NullMarked
package io.sluice.examples.webflux;

import org.jspecify.annotations.NullMarked;
