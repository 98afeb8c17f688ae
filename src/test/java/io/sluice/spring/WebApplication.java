package io.sluice.spring;

import io.sluice.QueueFullException;
import io.sluice.worker.Gate;
import io.sluice.worker.WorkerPool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** A web application on reactor-netty whose requests are a pool's calls, with all of Boot there. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class WebApplication {
  private final WorkerPool pool;
  private final Gate gate;

  WebApplication(WorkerPool pool, Environment environment) {
    this.pool = pool;
    this.gate = new Gate(Path.of(environment.getRequiredProperty("test.gate")));
  }

  /** For tests: serves at any free port. */
  static ConfigurableApplicationContext run(Path gate, String... properties) {
    SpringApplication application = new SpringApplication(WebApplication.class);
    application.setRegisterShutdownHook(false);
    return application.run(arguments(gate, properties));
  }

  static String[] arguments(Path gate, String... properties) {
    String[] fixed = {
      "server.port=0",
      "server.address=127.0.0.1",
      "spring.main.banner-mode=off",
      "management.endpoint.health.show-details=always",
      "test.gate=" + gate
    };
    // Said twice it would be a list, so the last one counts.
    Map<String, String> arguments = new LinkedHashMap<>();
    Stream.of(Contexts.SMALL_POOL, fixed, properties)
        .flatMap(Arrays::stream)
        .forEach(it -> arguments.put(it.substring(0, it.indexOf('=')), "--" + it));
    return arguments.values().toArray(String[]::new);
  }

  static int port(ConfigurableApplicationContext context) {
    return ((WebServerApplicationContext) context).getWebServer().getPort();
  }

  /** A process: says where it serves, and who works for it. */
  public static void main(String[] args) {
    ConfigurableApplicationContext context = SpringApplication.run(WebApplication.class, args);
    WorkerPool pool = context.getBean(WorkerPool.class);
    System.out.println("port " + port(context));
    System.out.println(
        "workers "
            + pool.stats().pids().stream().map(String::valueOf).collect(Collectors.joining(" ")));
  }

  private Mono<String> greeting(ServerRequest request) {
    return pool.call(Chores::greet, request.queryParam("name").orElse("you"));
  }

  /** Two calls, one after the other: a pool that drains would refuse the second one. */
  private Mono<String> twoSteps(ServerRequest request) {
    return pool.call(Gate::pass, gate).flatMap(pid -> greeting(request));
  }

  private Mono<String> late() {
    return pool.call(Chores::park, "", Duration.ofMillis(100));
  }

  private static Throwable full() {
    return new QueueFullException(URI.create("sluice:queue"), 3);
  }

  private static Throwable wrapped(Throwable failure) {
    return new IllegalStateException("Could not", new CompletionException(failure));
  }

  /** As Boot's, but for two seconds that it waits for nothing in tests. */
  @Bean
  static ReactorResourceFactory reactorResourceFactory() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setShutdownQuietPeriod(Duration.ZERO);
    return resources;
  }

  @Bean
  RouterFunction<ServerResponse> routes() {
    Map<String, Mono<String>> ends =
        Map.of(
            "/late", late(),
            "/late-wrapped", late().onErrorMap(WebApplication::wrapped),
            "/queue", Mono.error(full()),
            "/queue-wrapped", Mono.error(wrapped(full())),
            "/own", Mono.error(new ResponseStatusException(HttpStatus.CONFLICT, "", full())),
            "/fail", Mono.error(new IllegalStateException("test")));
    return RouterFunctions.route()
        .GET("/greet", request -> answer(greeting(request)))
        .GET("/steps", request -> answer(twoSteps(request)))
        .GET(
            request -> ends.containsKey(request.path()),
            request -> answer(ends.get(request.path())))
        .build();
  }

  private static Mono<ServerResponse> answer(Mono<String> body) {
    return body.flatMap(text -> ServerResponse.ok().bodyValue(text));
  }
}
