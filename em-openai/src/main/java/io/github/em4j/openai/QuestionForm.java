package io.github.em4j.openai;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import java.util.Optional;

/**
 * How questions to one model are put.
 *
 * @param model the model's name
 * @param capabilities what the model takes
 * @param scoringTokens how long an answer may be that is asked for its scores
 * @param reasoningEffort how much to think
 * @param jsonSchema the form of written answers
 * @param extraFields more fields, a JSON object
 */
record QuestionForm(
    String model,
    ModelCapabilities capabilities,
    int scoringTokens,
    Optional<String> reasoningEffort,
    Optional<JsonSchema> jsonSchema,
    String extraFields) {

  /** A question whose answer is read as text. */
  ChatRequest writing(Prompt prompt, GenerationOptions generation) {
    ChatRequest.Builder request = request(prompt).options(generation);
    jsonSchema.ifPresent(request::jsonSchema);
    return request.build();
  }

  /** A question whose answer is read as probabilities. */
  ChatRequest scoring(Prompt prompt) {
    ChatRequest.Builder request = request(prompt).maxTokens(scoringTokens).temperature(0);
    if (capabilities.topLogProbabilities() > 0) {
      request.topLogProbabilities(capabilities.topLogProbabilities());
    }
    return request.build();
  }

  private ChatRequest.Builder request(Prompt prompt) {
    ChatRequest.Builder request =
        ChatRequest.builder(model, prompt).capabilities(capabilities).extraFields(extraFields);
    reasoningEffort.ifPresent(request::reasoningEffort);
    return request;
  }
}
