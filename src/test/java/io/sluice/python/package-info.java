/**
 * What users of Python's multiprocessing know, row by row of the README's table: a test class each,
 * named by the behaviour.
 */
package io.sluice.python;
