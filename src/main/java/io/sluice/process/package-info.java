/**
 * Child JVMs on the class path of their parent: arguments in, lines of output and an exit code
 * back, and an end no later than the parent's own.
 */
@NullMarked
package io.sluice.process;

import org.jspecify.annotations.NullMarked;
