package io.sluice.examples.webflux;

import io.sluice.worker.RemoteTaskException;
import io.sluice.worker.WorkerCrashedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What an upload can do wrong, in HTTP's terms. Overload and time-outs are not here: the library
 * answers them with 503 and 504.
 */
@RestControllerAdvice
class Failures {

  Failures() {}

  /** What a task throws comes as text; what is not the uploader's mistake is ours. */
  @ExceptionHandler
  ProblemDetail failed(RemoteTaskException failure) {
    return failure.remoteClassName().equals(UnreadableImageException.class.getName())
        ? problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, failure.remoteMessage())
        : problem(HttpStatus.INTERNAL_SERVER_ERROR, failure.getMessage());
  }

  @ExceptionHandler
  ProblemDetail crashed(WorkerCrashedException failure) {
    return problem(HttpStatus.INTERNAL_SERVER_ERROR, failure.getMessage());
  }

  @ExceptionHandler
  ProblemDetail tooLarge(DataBufferLimitException failure) {
    return problem(HttpStatus.CONTENT_TOO_LARGE, failure.getMessage());
  }

  private static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
    return ProblemDetail.forStatusAndDetail(status, Objects.requireNonNullElse(detail, ""));
  }
}
