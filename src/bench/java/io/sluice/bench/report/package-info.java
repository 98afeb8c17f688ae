/**
 * What becomes of the readings: a table for readers, one for programs, what was promised beside
 * what was found, and charts.
 */
@NullMarked
package io.sluice.bench.report;

import org.jspecify.annotations.NullMarked;
