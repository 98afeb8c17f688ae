package io.sluice.bench;

/** The same message as a record. */
public record OrderRecord(long id, String symbol, double price, int quantity, boolean buy) {
  static OrderRecord of(long id) {
    return new OrderRecord(
        Fields.FIRST_ID + id,
        Fields.symbol(id),
        Fields.price(id),
        Fields.quantity(id),
        (id & 1) == 0);
  }
}
