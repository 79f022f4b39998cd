package io.github.em4j.openai;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.ChatRequest.MaxTokensField;
import io.github.em4j.openai.ChatRequest.SystemRole;
import java.util.Optional;

/**
 * How questions to one model are put.
 *
 * @param model the model's name
 * @param topLogProbabilities alternatives per token, 0 for none
 * @param scoringTokens how long an answer may be that is asked for its scores
 * @param maxTokensField which field says so
 * @param systemRole the role of system messages
 * @param sampling whether a temperature may be sent
 * @param reasoningEffort how much to think
 * @param jsonSchema the form of written answers
 * @param extraFields more fields, a JSON object
 */
record QuestionForm(
    String model,
    int topLogProbabilities,
    int scoringTokens,
    MaxTokensField maxTokensField,
    SystemRole systemRole,
    boolean sampling,
    Optional<String> reasoningEffort,
    Optional<JsonSchema> jsonSchema,
    String extraFields) {

  /** A question whose answer is read as text. */
  ChatRequest writing(Prompt prompt, GenerationOptions generation) {
    ChatRequest.Builder request = request(prompt).options(generation);
    jsonSchema.ifPresent(request::jsonSchema);
    return finish(request);
  }

  /** A question whose answer is read as probabilities. */
  ChatRequest scoring(Prompt prompt) {
    ChatRequest.Builder request = request(prompt).maxTokens(scoringTokens).temperature(0);
    if (topLogProbabilities > 0) {
      request.topLogProbabilities(topLogProbabilities);
    }
    return finish(request);
  }

  private ChatRequest.Builder request(Prompt prompt) {
    ChatRequest.Builder request =
        ChatRequest.builder(model, prompt)
            .maxTokensField(maxTokensField)
            .systemRole(systemRole)
            .extraFields(extraFields);
    reasoningEffort.ifPresent(request::reasoningEffort);
    return request;
  }

  private ChatRequest finish(ChatRequest.Builder request) {
    return (sampling ? request : request.noSampling()).build();
  }
}
