package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.openai.CallEvent.Answered;
import io.github.em4j.openai.CallEvent.Failed;
import io.github.em4j.openai.CallEvent.Retrying;
import io.github.em4j.openai.CallEvent.Sent;
import io.github.em4j.openai.CallEvent.Waiting;
import java.lang.System.Logger.Level;

/** Writes one line per event. */
final class CallLog implements CallListener {
  private final System.Logger logger;

  CallLog(System.Logger logger) {
    this.logger = requireNonNull(logger, "logger");
  }

  @Override
  public void onEvent(CallEvent event) {
    Level level = level(event);
    if (logger.isLoggable(level)) {
      logger.log(level, "call " + event.callId() + ": " + line(event));
    }
  }

  private static Level level(CallEvent event) {
    if (event instanceof Failed) {
      return Level.WARNING;
    }
    return event instanceof Retrying || event instanceof Waiting ? Level.INFO : Level.DEBUG;
  }

  private static String line(CallEvent event) {
    if (event instanceof Waiting waiting) {
      return "waits %,d ms for %s".formatted(waiting.duration().toMillis(), waiting.reason());
    }
    if (event instanceof Sent sent) {
      return "%s%s, attempt %d"
          .formatted(
              sent.operation(), sent.model().map(name -> " to " + name).orElse(""), sent.attempt());
    }
    if (event instanceof Retrying retrying) {
      return "attempt %d failed (%s), next in %,d ms"
          .formatted(
              retrying.attempt(), retrying.error().getMessage(), retrying.delay().toMillis());
    }
    if (event instanceof Answered answered) {
      return "answered in %,d ms, %d prompt and %d completion tokens, request id %s"
          .formatted(
              answered.latency().toMillis(),
              answered.usage().promptTokens(),
              answered.usage().completionTokens(),
              answered.requestId().orElse("unknown"));
    }
    Failed failed = (Failed) event;
    return "failed after %d attempts: %s".formatted(failed.attempts(), failed.error().getMessage());
  }
}
