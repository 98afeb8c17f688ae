package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One system under measurement as it looks to the parent: how to start its processes. */
interface Contender {
  String name();

  /**
   * Starts the processes and returns once all of them are ready. Each is added to the group as soon
   * as it runs, so that the caller can end them also when this fails.
   *
   * @throws Refusal when this system cannot do what the case asks
   */
  void start(Case spec, Workspace workspace, Group group) throws IOException, InterruptedException;

  /** All of them, in the order in which they are run and shown. */
  static List<Contender> all(Options options) {
    List<Contender> all = new ArrayList<>(JvmContender.ALL);
    options.otherJdk().ifPresent(home -> all.add(new OtherJdk(JvmContender.sluice(), home)));
    all.add(new PythonContender());
    return all;
  }

  static Contender named(String name, Options options) {
    return all(options).stream()
        .filter(contender -> contender.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such peer: " + name));
  }
}
