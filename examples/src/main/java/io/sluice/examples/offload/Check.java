package io.sluice.examples.offload;

/** The same job in one process and on one thread, for comparison. */
final class Check implements Task {
  private final Options options;
  private final Tally tally = new Tally();

  Check(Options options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public Answer answer() {
    LineWork work = new LineWork(options.rounds());
    options.text().lines().map(line -> work.report(line, 0)).doOnNext(tally::add).then().block();
    return tally.answer();
  }

  @Override
  public long done() {
    return tally.lines();
  }
}
