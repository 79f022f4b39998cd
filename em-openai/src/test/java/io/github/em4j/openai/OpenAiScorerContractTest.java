package io.github.em4j.openai;

import io.github.em4j.model.ChoiceScorer;
import io.github.em4j.testing.ChoiceScorerContract;
import org.junit.jupiter.api.AfterAll;

final class OpenAiScorerContractTest extends ChoiceScorerContract {
  private static final FakeServer SERVER = ModelServer.start();
  private static final OpenAiClient CLIENT = OpenAiClient.builder(SERVER.baseUrl()).build();

  @Override
  protected ChoiceScorer createScorer() {
    return OpenAiModel.builder(CLIENT, "tiny").build();
  }

  @Override
  protected double tolerance() {
    return 1e-9;
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    SERVER.close();
  }
}
