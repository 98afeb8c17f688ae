package io.sluice.bench;

/** What a {@link Peer} knows of the repetition it takes part in. */
public final class Run {
  private final Case spec;
  private final Meter meter = new Meter();
  private String endpoint;
  private volatile boolean stopped;

  Run(Case spec, String endpoint) {
    this.spec = spec;
    this.endpoint = endpoint;
  }

  /** What is sent, and through how large a queue. */
  public Case spec() {
    return spec;
  }

  /** The workspace directory in {@link Peer#create}, afterwards what {@code create} returned. */
  public String endpoint() {
    return endpoint;
  }

  /** Counts the items that this process sent or received. */
  public Meter meter() {
    return meter;
  }

  /** Whether a producer has sent enough. */
  public boolean stopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }

  void endpoint(String created) {
    endpoint = created;
  }
}
