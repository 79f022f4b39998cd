package io.github.em4j.openai;

import io.github.em4j.model.LanguageModel;
import io.github.em4j.testing.LanguageModelContract;
import org.junit.jupiter.api.AfterAll;

final class OpenAiModelContractTest extends LanguageModelContract {
  private static final FakeServer SERVER = ModelServer.start();
  private static final OpenAiClient CLIENT = OpenAiClient.builder(SERVER.baseUrl()).build();

  @Override
  protected LanguageModel createModel() {
    return OpenAiModel.builder(CLIENT, "tiny").build();
  }

  @AfterAll
  static void close() {
    CLIENT.close();
    SERVER.close();
  }
}
