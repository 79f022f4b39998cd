package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.em4j.openai.ModelCapabilities.MaxTokensField;
import java.util.Set;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** What a model takes is found out by asking, and only where somebody asks. */
final class ModelCapabilitiesTest {

  /** Probes a server that refuses these fields, and lists so many alternatives at most. */
  private static ModelCapabilities probe(Set<String> refused, int most, int refusedFrom) {
    try (FakeServer server =
            FakeServer.answering(
                request -> answer(ModelServer.parse(request), refused, most, refusedFrom));
        OpenAiClient client = OpenAiClient.builder(server.baseUrl()).build()) {
      return ModelCapabilities.probe(client, "m");
    }
  }

  private static MockResponse answer(
      JsonNode request, Set<String> refused, int most, int refusedFrom) {
    for (String field : refused) {
      if (request.has(field)) {
        return FakeServer.error(400, "unsupported_parameter", "no " + field);
      }
    }
    if (request.path("max_completion_tokens").asInt(1_000) < 500) {
      return FakeServer.error(400, "bad", "the limit was reached among the thoughts");
    }
    int wanted = request.path("top_logprobs").asInt(0);
    if (wanted >= refusedFrom) {
      return FakeServer.error(400, "bad", "too many alternatives");
    }
    String other =
        ",{\"token\":\"x\",\"logprob\":-9}".repeat(Math.max(0, Math.min(wanted, most) - 1));
    return FakeServer.json(
        200,
        FakeServer.chat(
            "Yes",
            "stop",
            wanted == 0 || most == 0
                ? "null"
                : "{\"content\":[{\"token\":\"Yes\",\"logprob\":0,\"top_logprobs\":[{\"token\":\"Yes\",\"logprob\":0}%s]}]}"
                    .formatted(other)));
  }

  @Test
  void anOrdinaryModelTakesWhatIsTheDefault() {
    assertThat(probe(Set.of(), 20, 99)).hasToString(ModelCapabilities.DEFAULTS.toString());
  }

  @Test
  void aReasoningModelWantsAnotherFieldAndNoTemperature() {
    ModelCapabilities found = probe(Set.of("max_tokens", "temperature", "logprobs"), 20, 99);
    assertThat(found.maxTokensField()).isEqualTo(MaxTokensField.MAX_COMPLETION_TOKENS);
    assertThat(found.sampling()).isFalse();
    assertThat(found.topLogProbabilities()).isZero();
  }

  @Test
  void aServerMayListFewerAlternativesOrNone() {
    assertThat(probe(Set.of(), 20, 6).topLogProbabilities()).isEqualTo(5);
    assertThat(probe(Set.of(), 3, 99).topLogProbabilities()).isEqualTo(3);
    assertThat(probe(Set.of(), 0, 99).topLogProbabilities()).isZero();
  }

  @Test
  void aModelThatCannotBeAskedIsAnError() {
    assertThatThrownBy(() -> probe(Set.of("messages"), 20, 99))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("no messages");
  }
}
