/**
 * The demonstration that introductions to Python's multiprocessing begin with: producers and
 * consumers, a small queue between them, and a lock so that they do not print into each other's
 * lines.
 */
@NullMarked
package io.sluice.examples.pythondemo;

import org.jspecify.annotations.NullMarked;
