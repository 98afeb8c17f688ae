package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import io.sluice.worker.Gate;
import io.sluice.worker.WorkerPool;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A real server, real requests, real workers. */
@Timeout(120)
class WebTest {
  @TempDir Path directory;

  private ConfigurableApplicationContext context;
  private Gate gate;
  private Http http;

  private void start(String... properties) {
    gate = new Gate(directory);
    context = WebApplication.run(directory, properties);
    http = new Http(WebApplication.port(context));
  }

  @AfterEach
  void stop() {
    gate.open();
    context.close();
  }

  @Test
  void overloadIsToBeTriedAgainLaterAndTimeOutsAreGatewayTimeOuts() {
    start("sluice.pool.queue-capacity=1", "sluice.web.retry-after=1500ms");
    assertThat(http.end("/greet?name=me").body()).isEqualTo("Hello me");

    // One works, one waits, and of the rest each is one too many.
    List<CompletableFuture<HttpResponse<String>>> accepted = new ArrayList<>();
    accepted.add(http.begin("/steps"));
    gate.awaitNotes("came", 1);
    accepted.add(http.begin("/greet"));
    WorkerPool pool = context.getBean(WorkerPool.class);
    await().atMost(Contexts.PATIENCE).until(() -> pool.stats().queued() == 1);
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> refused = http.end("/greet");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().allValues("Retry-After")).containsExactly("2");
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(refused.body()).contains("\"status\":503").contains("\"path\":\"/greet\"");
    }
    gate.open();
    assertThat(accepted).allMatch(response -> response.join().statusCode() == 200);

    for (String path : List.of("/late", "/late-wrapped")) {
      HttpResponse<String> late = http.end(path);
      assertThat(late.statusCode()).as(path).isEqualTo(504);
      assertThat(late.headers().firstValue("Retry-After")).isEmpty();
    }
    for (String path : List.of("/queue", "/queue-wrapped")) {
      HttpResponse<String> full = http.end(path);
      assertThat(full.statusCode()).as(path).isEqualTo(503);
      assertThat(full.headers().firstValue("Retry-After")).contains("2");
    }
    assertThat(http.end("/own").statusCode()).isEqualTo(409);
    assertThat(http.end("/fail").statusCode()).isEqualTo(500);

    assertThat(http.end("/actuator/health").body()).contains("\"sluice\"").contains("\"size\":1");
    assertThat(http.end("/actuator/health/sluice").statusCode()).isEqualTo(200);
    pool.close();
    assertThat(http.end("/actuator/health/sluice").statusCode()).isEqualTo(503);
  }

  @Test
  void requestsEndBeforeThePoolDoes() throws Exception {
    start();
    WorkerPool pool = context.getBean(WorkerPool.class);
    List<Long> pids = pool.stats().pids();
    CompletableFuture<HttpResponse<String>> inFlight = http.begin("/steps?name=me");
    gate.awaitNotes("came", 1);
    Thread closing = new Thread(context::close);
    closing.start();
    // The server goes first, and with a request in its hands it waits for that.
    await().atMost(Contexts.PATIENCE).until(http::isRefused);
    assertThat(pool.failure()).isNull();
    gate.open();
    assertThat(inFlight.join().body()).isEqualTo("Hello me");
    closing.join();
    assertThat(pids).hasSize(1).noneMatch(Signals::isRunning);
    assertThat(pool.failure()).isNotNull();
  }
}
