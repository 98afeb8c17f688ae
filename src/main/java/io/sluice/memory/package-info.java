/**
 * Shared memory as the rest of the library sees it: mapped files, their creation, checks and
 * removal, and words read and written with a stated memory order. It is the only package that
 * touches the JDK's mapping calls, so bounds, permissions and errors are dealt with in one place,
 * and a test can stop at any single access. Not for users.
 */
@NullMarked
package io.sluice.memory;

import org.jspecify.annotations.NullMarked;
