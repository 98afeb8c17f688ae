package io.sluice.spring;

import io.sluice.testing.TestJvm;
import io.sluice.worker.WorkerPool;
import java.util.List;
import java.util.concurrent.Callable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that is loaded anew at each restart, with the types that its tasks have. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration(SluiceAutoConfiguration.class)
class Restarted implements Callable<List<Long>> {

  record Question(String name) {}

  record Answer(String text, long pid) {}

  static Answer answer(Question question) {
    return new Answer("Hello " + question.name(), ProcessHandle.current().pid());
  }

  /** Runs the application from start to end; returns who worked for it. */
  @Override
  public List<Long> call() {
    SpringApplication application = new SpringApplication(Restarted.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setRegisterShutdownHook(false);
    // Of this package only the classes in here: the others are another class loader's.
    try (ConfigurableApplicationContext context =
        application.run("--sluice.pool.size=1", "--sluice.pool.jvm-args=-Xmx64m")) {
      WorkerPool pool = context.getBean(WorkerPool.class);
      // The cast to this class's own Answer is what would fail.
      Answer answer = pool.call(Restarted::answer, new Question("you")).block(TestJvm.PATIENCE);
      if (!"Hello you".equals(answer.text())) {
        throw new AssertionError(answer);
      }
      return List.of(answer.pid());
    }
  }
}
