/**
 * Bounded queues between JVM processes in shared memory, seen as Reactor's {@code Flux}, {@code
 * Mono} and {@code Sinks}. This package holds what every other one shares: {@link
 * io.sluice.SluiceException} and the failures below it, all unchecked, each carrying its data in
 * accessors so that a handler decides on values and never on the text of a message.
 */
@NullMarked
package io.sluice;

import org.jspecify.annotations.NullMarked;
