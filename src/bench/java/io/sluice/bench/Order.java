package io.sluice.bench;

/** The message of the benchmarks: 20 bytes in Kryo with its class registered and no references. */
public final class Order {
  public long id;
  public String symbol = "";
  public double price;
  public int quantity;
  public boolean buy;

  public static Order of(long id) {
    Order order = new Order();
    order.id = Fields.FIRST_ID + id;
    order.symbol = Fields.symbol(id);
    order.price = Fields.price(id);
    order.quantity = Fields.quantity(id);
    order.buy = (id & 1) == 0;
    return order;
  }
}
