package io.github.em4j.openai;

import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.testing.FineTunerContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

final class OpenAiFineTunerContractTest extends FineTunerContract {
  private final JobsServer jobs = new JobsServer("queued", "running", "running", "succeeded");
  private final FakeServer server = FakeServer.answering(jobs::answer);
  private final OpenAiClient client =
      OpenAiClient.builder(server.baseUrl()).time(new FakeTime()).build();

  @Override
  protected FineTuner createTuner() {
    return OpenAiFineTuner.builder(client, "base").interval(Duration.ofMinutes(1)).build();
  }

  @Override
  protected FineTuningOptions.Builder options() {
    return FineTuningOptions.builder();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }
}
