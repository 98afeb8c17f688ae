package io.sluice.examples.webflux;

import io.sluice.worker.WorkerCrashedException;
import io.sluice.worker.WorkerPool;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.Part;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Images in, thumbnails out. No thread waits for a worker, however many requests do. */
@RestController
class Uploads {
  private static final int WIDEST = 4_096;

  private final WorkerPool pool;
  private final Progress progress;
  private final int retries;

  Uploads(WorkerPool pool, Progress progress, @Value("${thumbnails.retries}") int retries) {
    this.pool = pool;
    this.progress = progress;
    this.retries = retries;
  }

  /** As {@code curl --form image=@photo.jpg} and browsers send it. */
  @PostMapping(path = "/thumbnails", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<ResponseEntity<byte[]>> form(
      @RequestPart("image") Part image,
      @RequestParam(name = "width", defaultValue = "320") int width,
      @RequestParam(name = "id", required = false) @Nullable String id) {
    return thumbnail(image.content(), image.headers().getContentLength(), width, id);
  }

  /** As {@code curl --data-binary @photo.jpg -H 'Content-Type: image/jpeg'} sends it. */
  @PostMapping(
      path = "/thumbnails",
      consumes = {"image/*", "application/octet-stream"})
  Mono<ResponseEntity<byte[]>> raw(
      @RequestBody Flux<DataBuffer> image,
      @RequestHeader(name = HttpHeaders.CONTENT_LENGTH, defaultValue = "-1") long length,
      @RequestParam(name = "width", defaultValue = "320") int width,
      @RequestParam(name = "id", required = false) @Nullable String id) {
    return thumbnail(image, length, width, id);
  }

  private Mono<ResponseEntity<byte[]>> thumbnail(
      Flux<DataBuffer> image, long length, int width, @Nullable String id) {
    if (width < 1 || width > WIDEST) {
      return Mono.error(
          new ResponseStatusException(
              HttpStatus.BAD_REQUEST, "width must be 1 to " + WIDEST + ": " + width));
    }
    return ImageBytes.collect(image, length, Reception.MOST_BYTES)
        .flatMap(bytes -> make(new Upload(bytes, width)))
        .contextWrite(
            WorkerPool.onProgress(
                percent -> {
                  if (id != null) {
                    progress.report(id, (Integer) percent);
                  }
                }))
        .map(
            made ->
                ResponseEntity.ok()
                    .contentType(MediaType.parseMediaType(made.mediaType()))
                    .body(made.image()));
  }

  /**
   * The same image again gives the same thumbnail, so that a worker that was killed is not the
   * uploader's trouble. An image that kills its worker is given up with the second one.
   */
  private Mono<Thumbnail> make(Upload upload) {
    return pool.call(Thumbnails::make, upload)
        .retryWhen(
            Retry.max(retries)
                .filter(WorkerCrashedException.class::isInstance)
                .onRetryExhaustedThrow((retry, signal) -> signal.failure()));
  }
}
