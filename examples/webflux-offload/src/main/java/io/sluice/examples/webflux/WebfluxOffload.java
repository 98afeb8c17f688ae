package io.sluice.examples.webflux;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/**
 * The service. {@code --server.port=8081} and all of Spring Boot's other options are understood.
 */
@SpringBootApplication(proxyBeanMethods = false)
class WebfluxOffload {

  /** Not {@code application}: all examples and tests share a class path. */
  private static final String CONFIGURATION =
      "classpath:io/sluice/examples/webflux/webflux-offload.properties";

  WebfluxOffload() {}

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(WebfluxOffload.class);
    application.setDefaultProperties(Map.of("spring.config.import", CONFIGURATION));
    application.run(args);
  }

  /** On standard output and not in the log, since it is what the program has to say. */
  @EventListener
  void announce(WebServerInitializedEvent event) {
    String address =
        event.getApplicationContext().getEnvironment().getProperty("server.address", "127.0.0.1");
    System.out.println("Thumbnails at http://" + address + ":" + event.getWebServer().getPort());
  }
}
