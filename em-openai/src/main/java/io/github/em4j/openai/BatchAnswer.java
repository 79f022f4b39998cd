package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.ModelResult;

/**
 * What became of one request of a batch.
 *
 * @param customId what the request was called
 * @param result the answer, or an {@link OpenAiException} that says why there is none: retryable
 *     where the batch expired before its turn
 */
public record BatchAnswer(String customId, ModelResult<ChatAnswer> result) {

  /**
   * Checks that both are there.
   *
   * @throws NullPointerException if one is null
   */
  public BatchAnswer {
    requireNonNull(customId, "customId");
    requireNonNull(result, "result");
  }
}
