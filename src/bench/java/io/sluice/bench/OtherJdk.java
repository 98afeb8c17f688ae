package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;

/** A contender whose JVMs are those of another JDK than ours; the table names both. */
record OtherJdk(JvmContender contender, Path home) implements Contender {
  @Override
  public String name() {
    return contender.name() + "@" + home.getFileName();
  }

  @Override
  public void start(Case spec, Workspace workspace, Group group)
      throws IOException, InterruptedException {
    contender.start(home, spec, workspace, group);
  }
}
