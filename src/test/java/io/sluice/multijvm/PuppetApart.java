package io.sluice.multijvm;

import io.sluice.testing.PidNamespace;
import java.io.IOException;
import java.util.List;

/** Runs a puppet in a pid namespace of its own. */
final class PuppetApart {
  private PuppetApart() {}

  /** The puppet's arguments are this one's. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(PidNamespace.run(List.of(Puppet.SMALL), PuppetMain.class, args));
  }
}
