package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What a client has done so far: a snapshot.
 *
 * @param calls calls that ended, with an answer or without
 * @param attempts requests sent
 * @param failedAttempts attempts that failed, by reason; those that were made again included
 * @param failedCalls calls that failed for good, by reason
 * @param unreadable attempts whose answer could not be read, by defect
 * @param finishes answers of chats by the reason why the model stopped: cut-off and filtered ones
 *     are found here
 * @param usage tokens as the servers counted them
 * @param spent money for the tokens, answers that were lost at their upper bound; empty without a
 *     {@link SpendLimit} on money
 */
public record ClientStatistics(
    long calls,
    long attempts,
    Map<OpenAiException.Kind, Long> failedAttempts,
    Map<OpenAiException.Kind, Long> failedCalls,
    Map<Defect, Long> unreadable,
    Map<FinishReason, Long> finishes,
    TokenUsage usage,
    Optional<BigDecimal> spent) {

  /**
   * Copies the maps.
   *
   * @throws NullPointerException if a component is null
   */
  public ClientStatistics {
    failedAttempts = Map.copyOf(failedAttempts);
    failedCalls = Map.copyOf(failedCalls);
    unreadable = Map.copyOf(unreadable);
    finishes = Map.copyOf(finishes);
  }
}
