package io.github.em4j.openai;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatcher;
import io.github.em4j.prompts.PromptTemplates;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.testing.EntityMatcherContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** A matcher over a server's model keeps what every matcher promises. */
final class OpenAiMatcherContractTest extends EntityMatcherContract {
  private static final FakeServer SERVER =
      FakeServer.answering(
          request ->
              FakeServer.body(request).contains("no such printer")
                  ? FakeServer.error(400, "bad_request", "no")
                  : ModelServer.answer(request));
  private static final OpenAiClient CLIENT = OpenAiClient.builder(SERVER.baseUrl()).build();

  private final List<OpenAiModel> models = new ArrayList<>();

  @Override
  protected EntityMatcher createMatcher() {
    OpenAiModel model = OpenAiModel.builder(CLIENT, "tiny").build();
    models.add(model);
    return PromptedMatcher.builder(model)
        .template(PromptTemplates.domainComplexForce("product"))
        .build();
  }

  @Override
  protected Optional<CandidatePair> failingPair() {
    return Optional.of(
        new CandidatePair(
            EntityDescription.of("l").with("title", "no such printer"),
            EntityDescription.of("r").with("title", "x")));
  }

  @Override
  protected double probabilityTolerance() {
    return 1e-12;
  }

  @AfterEach
  void closeModels() {
    models.forEach(OpenAiModel::close);
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    SERVER.close();
  }
}
