package io.sluice.bench;

/**
 * One system under measurement as it looks inside a child JVM. A process plays exactly one part: it
 * consumes, or it produces. Nothing is closed at the end: the process is ended, and the parent
 * deletes the workspace.
 */
public interface Peer {
  /**
   * Creates what all processes share. Called in the first consumer's JVM, before any other process
   * is started.
   *
   * @return the endpoint by which the other processes find it
   */
  String create(Run run) throws Exception;

  /** Sends items as fast as the system takes them until {@link Run#stopped()}. */
  void produce(Run run) throws Exception;

  /**
   * Ends the stream. Called in one producer's JVM, once every producer has returned from {@link
   * #produce}.
   */
  void finish(Run run) throws Exception;

  /**
   * Receives and decodes items and reports each to {@link Run#meter()}, until the end of the
   * stream.
   */
  void consume(Run run) throws Exception;
}
