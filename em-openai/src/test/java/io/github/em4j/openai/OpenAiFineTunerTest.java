package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenAiFineTunerTest {
  private JobsServer jobs = new JobsServer("validating_files", "queued", "running", "succeeded");
  private FakeServer server = FakeServer.answering(request -> jobs.answer(request));
  private OpenAiClient client =
      OpenAiClient.builder(server.baseUrl())
          .time(new FakeTime())
          .retries(RetryPolicy.builder().attempts(2).build())
          .build();

  private static List<FineTuningExample> examples(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new FineTuningExample(Prompt.of("pair " + i), i % 2 == 0 ? "Yes" : "No"))
        .toList();
  }

  private static FineTuningData data() {
    List<ValidationQuestion> questions =
        IntStream.range(0, 10)
            .mapToObj(i -> new ValidationQuestion(Prompt.of("v" + i), List.of("Yes", "No"), 1))
            .toList();
    return new FineTuningData("tiny", examples(12), questions);
  }

  private OpenAiFineTuner tuner() {
    return OpenAiFineTuner.builder(client, "base").interval(Duration.ofMinutes(1)).build();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void makesAModelOfExamples() {
    var events = Collections.synchronizedList(new ArrayList<FineTuningEvent>());
    FineTuningOptions options =
        FineTuningOptions.builder().epochs(2).seed(7).suffix("em").listener(events::add).build();
    try (FineTuningRun run = tuner().start(data(), options)) {
      assertThat(run.id()).isEqualTo("job-1");
      FineTunedModel model = run.await();
      assertThat(model.id()).hasToString("openai:ft:tuned");
      assertThat(model.epochs()).extracting(epoch -> epoch.step()).containsExactly(10L, 20L);
      assertThat(model.epochs().get(1).metrics()).isEqualTo(Map.of("valid_loss", 0.1));
      assertThat(model.metric("trained_tokens")).hasValue(1234);
      assertThat(model.provenance().fact("trainedOn"))
          .hasValueSatisfying(fact -> assertThat(fact).contains(data().sha256()));
      assertThat(run.progress().state()).isEqualTo(State.SUCCEEDED);
      assertThat(run.await(Duration.ZERO)).contains(model);
    }
    assertThat(jobs.uploads).hasSize(2);
    assertThat(jobs.uploads.get(0))
        .contains("fine-tune", "pair 11", "\"assistant\",\"content\":\"No\"");
    assertThat(jobs.uploads.get(1)).contains("v9");
    String created =
        server.requests().stream()
            .filter(r -> r.getTarget().equals("/v1/fine_tuning/jobs"))
            .map(FakeServer::body)
            .findFirst()
            .orElseThrow();
    assertThat(created)
        .contains(
            "\"training_file\":\"file-1\"", "\"validation_file\":\"file-2\"", "\"n_epochs\":2")
        .contains("\"seed\":7", "\"suffix\":\"em\"");
    assertThat(events)
        .filteredOn(e -> e instanceof FineTuningEvent.Message)
        .hasSize(2)
        .first()
        .satisfies(
            e ->
                assertThat(((FineTuningEvent.Message) e).text())
                    .matches("Uploaded \\d+ examples, about \\d+ tokens for each epoch"));
    assertThat(events)
        .filteredOn(e -> e instanceof FineTuningEvent.Progressed p && p.progress().step() == 5)
        .first()
        .satisfies(
            e ->
                assertThat(((FineTuningEvent.Progressed) e).metrics())
                    .isEqualTo(Map.of("train_loss", 0.5)));
  }

  @Test
  void oneJobComesIntoBeingWhenTheAnswerIsLost() {
    jobs.losesTheFirstAnswer = true;
    try (FineTuningRun run = tuner().start(data(), FineTuningOptions.DEFAULTS)) {
      assertThat(run.await().id().name()).isEqualTo("ft:tuned");
    }
    assertThat(jobs.jobCount()).isEqualTo(1);
  }

  @Test
  void aMomentThatIsNoneIsNotSaid() {
    for (String finish : List.of("1764436637000000000", "\"soon\"", "null")) {
      FineTuningJob job =
          OpenAiFineTuningJobs.read(
              Json.parseArgument(
                  "job",
                  "{\"id\":\"j\",\"status\":\"running\",\"estimated_finish\":%s}"
                      .formatted(finish)));
      assertThat(job.estimatedFinish()).isEmpty();
    }
    assertThat(
            OpenAiFineTuningJobs.event(
                    Json.parseArgument("event", "{\"id\":\"e\",\"created_at\":1764436637}"))
                .time())
        .isEqualTo(Instant.ofEpochSecond(1764436637));
  }

  @Test
  void tellsWhyAJobFailed() {
    jobs = new JobsServer("running", "failed");
    try (FineTuningRun run = tuner().start(data(), FineTuningOptions.DEFAULTS)) {
      assertThatThrownBy(run::await)
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("the loss is no number");
    }
  }

  @Test
  void aCancelledJobHasNoModelAndAnotherProcessMayTakeItUp() {
    jobs = new JobsServer("running");
    try (FineTuningRun run = tuner().start(data(), FineTuningOptions.DEFAULTS);
        FineTuningRun other = tuner().resume(run.id(), FineTuningOptions.DEFAULTS)) {
      run.cancel();
      run.cancel();
      other.cancel();
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
      assertThatThrownBy(other::await).isInstanceOf(FineTuningCancelledException.class);
    }
    assertThat(server.requests().stream().filter(r -> r.getTarget().endsWith("/cancel")).count())
        .as("each run asks once at most")
        .isBetween(1L, 2L);
  }

  @Test
  void aListenerThatThrowsEndsTheJob() {
    jobs = new JobsServer("running");
    FineTuningOptions options =
        FineTuningOptions.builder()
            .listener(
                event -> {
                  throw new IllegalStateException("enough");
                })
            .build();
    try (FineTuningRun run = tuner().start(data(), options)) {
      assertThatThrownBy(run::await).hasMessage("enough");
    }
    assertThat(server.requests()).anyMatch(r -> r.getTarget().endsWith("/job-1/cancel"));
  }

  @Test
  void refusesWhatTheServerWouldRefuse() {
    OpenAiFineTuner tuner = tuner();
    FineTuningData few = new FineTuningData("few", examples(9), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuner.start(few, FineTuningOptions.DEFAULTS))
        .withMessageContaining("at least 10 examples, found 9");
    for (FineTuningOptions bad :
        List.of(
            FineTuningOptions.builder().epochs(51).build(),
            FineTuningOptions.builder().batchSize(257).build(),
            FineTuningOptions.builder().seed(-1).build(),
            FineTuningOptions.builder().suffix("x".repeat(65)).build())) {
      assertThatIllegalArgumentException().isThrownBy(() -> tuner.start(data(), bad));
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void namesExamplesOfAnotherForm(@TempDir Path folder) {
    var examples = new ArrayList<>(examples(12));
    examples.set(
        2, new FineTuningExample(new Prompt(List.of(Message.user("a"), Message.user("b"))), "Yes"));
    examples.set(
        5,
        new FineTuningExample(
            new Prompt(List.of(Message.user("a"), Message.assistant("b"))), "Yes"));
    examples.set(7, new FineTuningExample(Prompt.of("x".repeat(300_000)), "Yes"));
    examples.set(9, new FineTuningExample(Prompt.of("a"), " "));
    Path file = folder.resolve("training.jsonl");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingFile.write(file, examples))
        .withMessageContaining("example 3: message 2 must be by ASSISTANT, found USER")
        .withMessageContaining("example 6: the last message")
        .withMessageContaining("example 8: about 75,001 tokens")
        .withMessageContaining("example 10: the answer to learn is blank");
    assertThat(file).doesNotExist();
  }

  @Test
  void waitsForABatchAndFetchesItsOutput(@TempDir Path folder) throws IOException {
    jobs = new JobsServer("validating", "in_progress", "finalizing", "expired");
    jobs.losesTheFirstAnswer = true;
    BatchJob created = client.batches().create("file-1", Map.of("run", "7"));
    assertThat(created.metadata()).containsEntry("run", "7");
    assertThat(jobs.jobCount()).isEqualTo(1);
    var seen = new ArrayList<BatchJob.Status>();
    BatchJob ended =
        client.batches().await(created.id(), Duration.ofMinutes(1), job -> seen.add(job.status()));
    assertThat(ended.status()).isEqualTo(BatchJob.Status.EXPIRED);
    assertThat(seen).hasSize(3);
    Path output = folder.resolve("output.jsonl");
    client.files().download(ended.outputFile().orElseThrow(), output);
    assertThat(Files.readString(output)).isEqualTo("content of file-out");
  }
}
