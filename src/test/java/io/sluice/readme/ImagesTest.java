package io.sluice.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The README's web application. */
class ImagesTest {

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Images.class)
  static class Application {}

  @Test
  void servesWhatWorkersMake() throws Exception {
    String[] arguments = {
      "--server.port=0",
      "--server.address=127.0.0.1",
      "--spring.main.banner-mode=off",
      "--sluice.pool.size=1",
      "--sluice.pool.jvm-args=-Xmx64m"
    };
    try (ConfigurableApplicationContext context =
        SpringApplication.run(Application.class, arguments)) {
      int port = ((WebServerApplicationContext) context).getWebServer().getPort();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/thumbnails/sunset.jpg"))
              .timeout(TestJvm.PATIENCE)
              .build();
      assertThat(
              HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("small sunset.jpg");
    }
  }
}
