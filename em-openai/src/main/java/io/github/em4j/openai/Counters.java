package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts what a client does. Safe for use by many threads. */
final class Counters {
  private final Map<OpenAiException.Kind, Long> failedAttempts =
      new EnumMap<>(OpenAiException.Kind.class);
  private final Map<OpenAiException.Kind, Long> failedCalls =
      new EnumMap<>(OpenAiException.Kind.class);
  private final Map<Defect, Long> unreadable = new EnumMap<>(Defect.class);
  private final Map<FinishReason, Long> finishes = new EnumMap<>(FinishReason.class);
  private long calls;
  private long attempts;
  private TokenUsage usage = TokenUsage.NONE;

  synchronized void sent() {
    attempts++;
  }

  synchronized void attemptFailed(OpenAiException error) {
    failedAttempts.merge(error.kind(), 1L, Long::sum);
    if (error instanceof UnreadableAnswerException defective) {
      unreadable.merge(defective.defect(), 1L, Long::sum);
    }
  }

  synchronized void answered(TokenUsage cost, Optional<FinishReason> finish) {
    calls++;
    usage = usage.plus(cost);
    finish.ifPresent(reason -> finishes.merge(reason, 1L, Long::sum));
  }

  /** Whether a server has answered anything yet. */
  synchronized boolean hasAnswered() {
    return calls > failedCalls.values().stream().mapToLong(Long::longValue).sum();
  }

  synchronized void callFailed(OpenAiException error) {
    calls++;
    failedCalls.merge(error.kind(), 1L, Long::sum);
  }

  synchronized ClientStatistics snapshot(Optional<BigDecimal> spent) {
    return new ClientStatistics(
        calls, attempts, failedAttempts, failedCalls, unreadable, finishes, usage, spent);
  }
}
