/** Programs that show the library at work, and what they have in common. */
@NullMarked
package io.sluice.examples;

import org.jspecify.annotations.NullMarked;
