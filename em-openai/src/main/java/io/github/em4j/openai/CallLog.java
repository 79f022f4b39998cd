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
  private final boolean content;

  CallLog(System.Logger logger, boolean content) {
    this.logger = requireNonNull(logger, "logger");
    this.content = content;
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

  private String line(CallEvent event) {
    if (event instanceof Waiting waiting) {
      return "waits %,d ms for %s".formatted(waiting.duration().toMillis(), waiting.reason());
    }
    if (event instanceof Sent sent) {
      return "%s%s, attempt %d%s"
          .formatted(
              sent.operation(),
              sent.model().map(name -> " to " + name).orElse(""),
              sent.attempt(),
              shown(sent.content()));
    }
    if (event instanceof Retrying retrying) {
      return "attempt %d failed (%s), next in %,d ms"
          .formatted(retrying.attempt(), shown(retrying.error()), retrying.delay().toMillis());
    }
    if (event instanceof Answered answered) {
      return "answered in %,d ms, %d prompt and %d completion tokens, request id %s%s"
          .formatted(
              answered.latency().toMillis(),
              answered.usage().promptTokens(),
              answered.usage().completionTokens(),
              answered.requestId().orElse("unknown"),
              shown(answered.content()));
    }
    Failed failed = (Failed) event;
    return "failed after %d attempts: %s".formatted(failed.attempts(), shown(failed.error()));
  }

  private String shown(CallContent of) {
    return content ? ": " + of.text() : "";
  }

  /** The message of a failure, or what is left of it without the server's words. */
  private String shown(OpenAiException error) {
    if (content || error.status().isEmpty()) {
      return String.valueOf(error.getMessage());
    }
    return "%s, HTTP %d%s%s"
        .formatted(
            error.kind(),
            error.status().getAsInt(),
            error.serverCode().map(code -> " " + code).orElse(""),
            error.requestId().map(id -> ", request id " + id).orElse(""));
  }
}
