package io.sluice.multijvm;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a puppet is to do. What it captures and what it returns travels as Java objects. */
@FunctionalInterface
interface Act<R> extends Serializable {
  @Nullable R on(Stage stage) throws Exception;
}
