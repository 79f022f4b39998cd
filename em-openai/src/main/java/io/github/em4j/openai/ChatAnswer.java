package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import java.util.List;
import java.util.Optional;

/**
 * What a chat model answered.
 *
 * @param text what it wrote; empty where it wrote nothing
 * @param finishReason why it stopped: at {@link FinishReason#LENGTH} the text is cut off
 * @param refusal why the model would not answer, where it says so
 * @param logProbabilities the tokens of the text; empty where they were not asked for, or the
 *     server does not give them
 * @param usage tokens read and written; {@link TokenUsage#NONE} where the server does not say
 * @param cachedPromptTokens how many of the tokens read the server had at hand, at least 0
 * @param reasoningTokens how many of the tokens written were thoughts, at least 0
 * @param model the exact model that answered, as the server calls it; may be empty
 * @param requestId what the server calls the request
 */
public record ChatAnswer(
    String text,
    FinishReason finishReason,
    Optional<String> refusal,
    List<TokenLogProbability> logProbabilities,
    TokenUsage usage,
    long cachedPromptTokens,
    long reasoningTokens,
    String model,
    Optional<String> requestId) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public ChatAnswer {
    requireNonNull(text, "text");
    requireNonNull(finishReason, "finishReason");
    requireNonNull(refusal, "refusal");
    requireNonNull(usage, "usage");
    requireNonNull(model, "model");
    requireNonNull(requestId, "requestId");
    logProbabilities = List.copyOf(logProbabilities);
  }

  /**
   * The answer as any model gives it.
   *
   * @return text (the refusal where there is no other), reason, usage and the request's name
   */
  public Completion toCompletion() {
    Completion completion =
        new Completion(text.isEmpty() ? refusal.orElse("") : text, finishReason, usage);
    return requestId.map(completion::withRequestId).orElse(completion);
  }
}
