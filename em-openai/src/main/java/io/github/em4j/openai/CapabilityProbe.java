package io.github.em4j.openai;

import io.github.em4j.model.Prompt;
import io.github.em4j.openai.ModelCapabilities.MaxTokensField;
import java.util.List;

/** Tries what a model takes; what it refuses as a bad request, it cannot. */
final class CapabilityProbe {
  /** What servers allow: the protocol's most, vLLM's and Azure's older most, the least. */
  private static final List<Integer> ALTERNATIVES = List.of(20, 5, 1);

  /** Some servers refuse a request whose answer ends among the thoughts as a bad one. */
  private static final int THOUGHTS = 1_024;

  private final OpenAiClient client;
  private final String model;

  CapabilityProbe(OpenAiClient client, String model) {
    this.client = client;
    this.model = model;
  }

  ModelCapabilities run() {
    ModelCapabilities.Builder found = ModelCapabilities.builder();
    if (!takes(question(found))) {
      found.maxTokensField(MaxTokensField.MAX_COMPLETION_TOKENS);
      // Refused for another reason: the caller gets to see it.
      ChatAnswer unused = client.chat(question(found).build());
    }
    if (!takes(question(found).temperature(0))) {
      found.noSampling();
    }
    return found.topLogProbabilities(alternatives(found)).build();
  }

  private int alternatives(ModelCapabilities.Builder found) {
    for (int wanted : ALTERNATIVES) {
      try {
        ChatAnswer answer = client.chat(question(found).topLogProbabilities(wanted).build());
        // A server that does not know log-probabilities passes over the question.
        return answer.logProbabilities().stream()
            .mapToInt(token -> Math.min(wanted, token.top().size()))
            .max()
            .orElse(0);
      } catch (BadRequestException e) {
        // Fewer, perhaps.
      }
    }
    return 0;
  }

  private ChatRequest.Builder question(ModelCapabilities.Builder found) {
    ModelCapabilities capabilities = found.build();
    boolean thinks = capabilities.maxTokensField() == MaxTokensField.MAX_COMPLETION_TOKENS;
    return ChatRequest.builder(model, Prompt.of("Is a printer a printer? Answer with Yes or No."))
        .capabilities(capabilities)
        .maxTokens(thinks ? THOUGHTS : 16);
  }

  private boolean takes(ChatRequest.Builder request) {
    try {
      ChatAnswer unused = client.chat(request.build());
      return true;
    } catch (BadRequestException e) {
      return false;
    }
  }
}
