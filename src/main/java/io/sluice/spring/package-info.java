/**
 * Auto-configuration for Spring Boot 4: a {@link io.sluice.worker.WorkerPool} bean from the
 * properties {@code sluice.pool.*}, its health, its meters, its end together with the application's
 * context, and answers to web requests that it had no room or time for. All Spring and Micrometer
 * dependencies are optional; without them no class of this package is loaded.
 */
@NullMarked
package io.sluice.spring;

import org.jspecify.annotations.NullMarked;
