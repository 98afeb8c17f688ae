package io.sluice.examples.webflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Attempts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service answers, from exploded classes, with one worker. */
class ThumbnailServiceTest {
  @TempDir static Path directory;

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start(directory, "--sluice.pool.size=1");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void assertThumbnail(
      HttpResponse<byte[]> response, String type, int width, int height) {
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
    BufferedImage image = Images.decode(response.body());
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
    Color left = new Color(image.getRGB(0, height / 2));
    Color right = new Color(image.getRGB(width - 1, height / 2));
    assertThat(left.getRed()).as("left").isGreaterThan(200);
    assertThat(right.getBlue()).as("right").isGreaterThan(200);
  }

  @Test
  void formGivesAThumbnailOfTheWidth() {
    byte[] photo = Images.jpeg(1_600, 1_200);
    assertThumbnail(service.form("/thumbnails?width=200", photo), "image/jpeg", 200, 150);
  }

  @Test
  void rawBodyToo() {
    byte[] photo = Images.jpeg(1_000, 10);
    assertThumbnail(service.begin("/thumbnails?width=99", photo).join(), "image/jpeg", 99, 1);
  }

  @Test
  void transparencyIsKeptAndNothingIsEnlarged() {
    byte[] image = Images.transparentPng(100, 51);
    HttpResponse<byte[]> response = service.form("/thumbnails", image);
    assertThumbnail(response, "image/png", 100, 51);
    assertThat(Images.decode(response.body()).getRGB(50, 0) >>> 24).as("alpha").isZero();
  }

  @Test
  void whatIsNoImageIsSaidToBeNone() {
    byte[] whole = Images.jpeg(300, 300);
    byte[] tooLarge = Images.jpeg(64, 64);
    tooLarge = withSize(tooLarge, 60_000);
    for (byte[] bad : List.of("no image".getBytes(UTF_8), Arrays.copyOf(whole, 100), tooLarge)) {
      HttpResponse<byte[]> response = service.form("/thumbnails", bad);
      assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(415);
      assertThat(new String(response.body(), UTF_8)).contains("\"detail\":\"");
    }
    assertThat(service.form("/thumbnails?width=0", whole).statusCode()).isEqualTo(400);
    byte[] long17MiB = new byte[17 << 20];
    assertThat(service.begin("/thumbnails", long17MiB).join().statusCode()).isEqualTo(413);
  }

  /** Has a JPEG's header, of 64 x 64 pixels, say another size. */
  private static byte[] withSize(byte[] jpeg, int size) {
    for (int i = 0; i + 3 < jpeg.length; i++) {
      if (jpeg[i] == 0 && jpeg[i + 1] == 64 && jpeg[i + 2] == 0 && jpeg[i + 3] == 64) {
        jpeg[i] = jpeg[i + 2] = (byte) (size >> 8);
        jpeg[i + 1] = jpeg[i + 3] = (byte) size;
        return jpeg;
      }
    }
    throw new AssertionError("no size");
  }

  @Test
  void progressIsSeenWhileItIsMade() throws Exception {
    // Who reads too slowly, as on a busy machine, misses some percents.
    Attempts.untilOneSucceeds(ThumbnailServiceTest::seeProgress);
  }

  private static void seeProgress() {
    try (Stream<String> percents = service.events("/progress?id=mine")) {
      var seen = percents.iterator();
      assertThat(seen.next()).isEqualTo("0");
      CompletableFuture<HttpResponse<byte[]>> other =
          service.begin("/thumbnails?id=other", Images.jpeg(64, 64));
      byte[] photo = Images.jpeg(2_000, 1_000);
      assertThumbnail(
          service.begin("/thumbnails?id=mine&width=100", photo).join(), "image/jpeg", 100, 50);
      assertThat(other.join().statusCode()).isEqualTo(200);
      int last = -1;
      int count = 0;
      while (last < 100) {
        int percent = Integer.parseInt(seen.next());
        assertThat(percent).isGreaterThan(last);
        last = percent;
        count++;
      }
      assertThat(count).as("reports").isGreaterThan(10);
    }
  }

  @Test
  void workersAreSeenLive() {
    assertThat(service.workers(1)).hasSize(1).doesNotContain(service.jvm().pid());
    assertThat(service.awaitStats(stats -> stats.contains("\"active\":0"))).contains("\"size\":1");
    HttpResponse<String> page = service.get("/");
    assertThat(page.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    assertThat(page.body()).contains("EventSource('workers')").doesNotContain("http:", "https:");
    assertThat(service.get("/ping").body()).isEqualTo("pong");
    assertThat(service.address().getHost()).isEqualTo("127.0.0.1");
  }
}
