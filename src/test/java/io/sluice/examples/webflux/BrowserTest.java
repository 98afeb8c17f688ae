package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page, in a browser, where there is one. */
class BrowserTest {
  @TempDir Path directory;

  private static void awaitText(Browser browser, String expression, String wanted) {
    await(expression + " is " + wanted)
        .atMost(Client.PATIENCE)
        .until(() -> browser.evaluate(expression), text -> text.matches(wanted));
  }

  private static String text(String element) {
    return "document.querySelector('" + element + "').textContent";
  }

  @Test
  void anUploadShowsItsProgressAndItsThumbnailAndTheWorkers() throws Exception {
    assumeTrue(Browser.installed().isPresent(), "there is no chromium on the PATH");
    Path photo = Files.write(directory.resolve("photo.jpg"), Images.jpeg(1_600, 1_200));
    Path text = Files.writeString(directory.resolve("text.jpg"), "no image");
    Path shared = directory.resolve("shared");
    try (Service service = Service.start(shared, "--sluice.pool.size=1");
        Browser browser = Browser.start(directory.resolve("profile"))) {
      browser.send("Page.navigate", Map.of("url", service.address().toString()));
      List<Long> workers = service.workers(1);
      awaitText(browser, text("#pids") + ".trim()", workers.get(0).toString());

      String progress = "document.querySelector('#progress')";
      browser.evaluate(
          "(window.seen = [], new MutationObserver(() => seen.push(%s.value)).observe(%s, {attributes: true}))"
              .formatted(progress, progress));
      browser.choose("document.querySelector('#image')", photo);
      browser.evaluate("(document.querySelector('#width').value = 200)");
      browser.evaluate("document.querySelector('button').click()");
      awaitText(browser, text("#message"), "done: 200 x 150");
      assertThat(browser.evaluate("document.querySelector('#thumbnail').hidden"))
          .isEqualTo("false");
      assertThat(browser.evaluate("seen.filter(value => value > 0 && value < 100).length > 0"))
          .as("progress that was shown: " + browser.evaluate("seen"))
          .isEqualTo("true");
      awaitText(browser, text("#stats td:nth-child(6)"), "1");

      browser.choose("document.querySelector('#image')", text);
      browser.evaluate("document.querySelector('button').click()");
      awaitText(browser, text("#message"), "415: This is no image.*");
    }
  }
}
