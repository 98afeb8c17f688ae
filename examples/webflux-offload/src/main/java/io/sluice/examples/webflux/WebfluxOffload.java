package io.sluice.examples.webflux;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
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

  /**
   * One piece of a connection's data at a time, then the next connection's: by default those who
   * send most are served sixteen times in a row, while those who ask for little wait.
   */
  @Bean
  static NettyServerCustomizer fairReading() {
    return server ->
        server.childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(1));
  }

  /** On standard output and not in the log, since it is what the program has to say. */
  @EventListener
  void announce(WebServerInitializedEvent event) {
    String address =
        event.getApplicationContext().getEnvironment().getProperty("server.address", "127.0.0.1");
    System.out.println("Thumbnails at http://" + address + ":" + event.getWebServer().getPort());
  }
}
