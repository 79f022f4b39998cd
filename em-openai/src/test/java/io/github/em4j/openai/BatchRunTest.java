package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.BatchServer.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run through the Batch API is one call, whatever happens on the way. */
final class BatchRunTest {
  private static final List<Fate> FATES = List.of(Fate.values());

  private static final GenerationOptions SHORT = GenerationOptions.builder().maxTokens(8).build();

  @TempDir private Path folder;
  private BatchServer batches = new BatchServer((question, time) -> Fate.ANSWERED);
  private final FakeServer server = FakeServer.answering(request -> batches.answer(request));
  private OpenAiClient client = client().build();

  private OpenAiClient.Builder client() {
    return OpenAiClient.builder(server.baseUrl()).time(new FakeTime());
  }

  private void with(OpenAiClient.Builder builder) {
    client.close();
    client = builder.build();
  }

  private OpenAiModel model(BatchOptions options) {
    return OpenAiModel.builder(client, "tiny")
        .journal(folder.resolve("run.jsonl"))
        .throughBatches(options)
        .build();
  }

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Prompt.of("question " + i)).toList();
  }

  private List<ModelResult<Completion>> complete(int count, BatchOptions options) {
    try (OpenAiModel model = model(options)) {
      return model.complete(prompts(count), SHORT);
    }
  }

  private static void assertAnswered(List<ModelResult<Completion>> results) {
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).orElseThrow().text())
          .isEqualTo(ModelServer.written("question " + i));
    }
  }

  private void serve(BiFunction<String, Integer, Fate> fates) {
    batches = new BatchServer(fates);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void asksAllQuestionsInOneBatchAndGivesAnswersInTheirOrder() {
    assertAnswered(complete(20, BatchOptions.DEFAULTS));
    assertThat(batches.sizes()).containsExactly(20);
    assertThat(server.requests()).noneMatch(r -> r.getTarget().contains("chat"));
    try (OpenAiModel model = model(BatchOptions.DEFAULTS)) {
      List<ModelResult<ChoiceScores>> scores = model.score(prompts(3), List.of("Yes", "No"));
      assertThat(scores.get(2).orElseThrow().normalized()[0])
          .isCloseTo(ModelServer.probability("question 2"), within(1e-9));
      assertThat(model.complete(prompts(20), SHORT)).hasSize(20);
    }
    assertThat(batches.sizes()).as("the journal has the others").containsExactly(20, 3);
  }

  @Test
  void asksAgainWhatFailedForAReasonThatMayPass() {
    Set<Fate> passing = Set.of(Fate.FAILED, Fate.EXPIRED, Fate.BROKEN, Fate.FORGOTTEN);
    serve(
        (question, time) -> {
          Fate fate = FATES.get(Integer.parseInt(question.substring(9)) % 6);
          return time > 1 && passing.contains(fate) ? Fate.ANSWERED : fate;
        });
    List<ModelResult<Completion>> results = complete(12, BatchOptions.DEFAULTS);
    assertThat(batches.sizes()).as("4 of 6 again").containsExactly(12, 8);
    for (int i = 0; i < 12; i++) {
      if (FATES.get(i % 6) == Fate.REFUSED) {
        assertThat(((ModelResult.Failure<Completion>) results.get(i)).error())
            .isInstanceOf(BadRequestException.class)
            .hasMessageContaining("too long");
      } else {
        assertThat(results.get(i).orElseThrow().text())
            .isEqualTo(ModelServer.written("question " + i));
      }
    }
  }

  @Test
  void givesUpAfterSoManyRounds() {
    serve((question, time) -> question.endsWith("3") ? Fate.EXPIRED : Fate.ANSWERED);
    List<ModelResult<Completion>> results = complete(5, BatchOptions.builder().rounds(2).build());
    assertThat(batches.sizes()).containsExactly(5, 1);
    assertThat(((ModelResult.Failure<Completion>) results.get(3)).error())
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("batch_expired");
    assertThat(results.get(4)).isInstanceOf(ModelResult.Success.class);
  }

  @Test
  void theNextProcessWaitsForTheBatchesOfTheFirst() throws IOException {
    Path beside = folder.resolve("run.jsonl.batches");
    var dying =
        BatchOptions.builder()
            .questions(4)
            .listener(
                job -> {
                  throw new IllegalStateException("the process dies");
                })
            .build();
    assertThatThrownBy(() -> complete(10, dying)).hasMessage("the process dies");
    assertThat(beside).content().contains("batch_1", "batch_2", "batch_3");
    assertThatThrownBy(() -> complete(10, dying)).hasMessage("the process dies");
    // It may even have died before it could write that down.
    Files.delete(beside);
    assertThatThrownBy(() -> complete(10, dying)).hasMessage("the process dies");
    with(client());
    assertAnswered(complete(10, BatchOptions.builder().questions(4).build()));
    assertThat(batches.sizes()).containsExactly(4, 4, 2);
    assertThat(beside).content().doesNotContain("batch_1");
  }

  @Test
  void filesAreDeletedOnTheServerOnlyWhereThatIsAskedFor() {
    complete(2, BatchOptions.DEFAULTS);
    assertThat(batches.fileCount()).isEqualTo(3);
    serve((question, time) -> Fate.ANSWERED);
    complete(4, BatchOptions.builder().deleteFiles().build());
    assertThat(batches.sizes()).containsExactly(2);
    assertThat(batches.fileCount()).isZero();
    assertThat(folder).isDirectoryNotContaining("glob:**em4j*");
  }

  @Test
  void questionsOfABatchWhoseAnswersAreGoneAreAskedAgain() throws IOException {
    complete(2, BatchOptions.DEFAULTS);
    batches.deleteFiles();
    Files.delete(folder.resolve("run.jsonl"));
    assertAnswered(complete(2, BatchOptions.DEFAULTS));
    assertThat(batches.sizes()).containsExactly(2, 2);
    assertThat(folder.resolve("run.jsonl.batches")).content().doesNotContain("batch_1");
  }

  @Test
  void aBatchThatIsCancelledIsNotStartedAnewByTheSameCall() {
    serve((question, time) -> question.endsWith("1") && time == 1 ? Fate.CANCELLED : Fate.ANSWERED);
    assertThatThrownBy(() -> complete(3, BatchOptions.DEFAULTS))
        .isInstanceOf(CallCancelledException.class)
        .hasMessageContaining("batch_1");
    assertThat(batches.sizes()).containsExactly(3);
    assertAnswered(complete(3, BatchOptions.DEFAULTS));
    assertThat(batches.sizes()).as("what it had answered is kept").containsExactly(3, 1);
  }

  @Test
  void aBatchThatIsRefusedSaysWhy() {
    batches.refuseBatches();
    assertThatThrownBy(() -> complete(2, BatchOptions.DEFAULTS))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("line 1: no such model");
  }

  @Test
  void whatCouldPassTheSpendLimitIsNotSent() {
    with(client().spendLimit(SpendLimit.builder().tokens(2_000).build()));
    assertThatThrownBy(() -> complete(20, BatchOptions.DEFAULTS))
        .isInstanceOf(SpendLimitException.class);
    assertThat(batches.sizes()).isEmpty();
    assertAnswered(complete(3, BatchOptions.DEFAULTS));
    try (OpenAiModel model = model(BatchOptions.DEFAULTS)) {
      assertThatThrownBy(() -> model.complete(prompts(20), SHORT))
          .isInstanceOf(SpendLimitException.class)
          .hasMessageContaining("33 of 2000 tokens");
    }
  }

  @Test
  void batchesOfOneRoundCannotPassTheSpendLimitTogether() {
    with(client().spendLimit(SpendLimit.builder().tokens(2_000).build()));
    BatchOptions single = BatchOptions.builder().questions(1).build();
    var underWay = new ArrayList<Integer>();
    BatchOptions watched =
        BatchOptions.builder()
            .questions(1)
            .listener(job -> underWay.add(batches.sizes().size()))
            .build();
    assertAnswered(complete(20, watched));
    assertThat(batches.sizes()).hasSize(20);
    assertThat(underWay.get(0)).as("what each can cost is set aside").isLessThan(15);

    serve((question, time) -> Fate.ANSWERED);
    batches.countNothing();
    with(client().spendLimit(SpendLimit.builder().tokens(2_000).build()));
    assertThatThrownBy(
            () -> {
              try (OpenAiModel model =
                  OpenAiModel.builder(client, "tiny")
                      .journal(folder.resolve("uncounted.jsonl"))
                      .throughBatches(single)
                      .build()) {
                model.complete(prompts(20), SHORT);
              }
            })
        .as("an answer that does not say what it cost counts as its bound")
        .isInstanceOf(SpendLimitException.class);
    assertThat(batches.sizes()).hasSizeLessThan(15);
  }

  @Test
  void azureNamesTheOperationWithoutAVersion() {
    with(
        OpenAiClient.azure("http://localhost:" + server.port(), "2024-10-21").time(new FakeTime()));
    assertAnswered(complete(2, BatchOptions.DEFAULTS));
    assertThat(batches.job(0).path("endpoint").asText()).isEqualTo("/chat/completions");
    assertThat(server.requests().stream().map(FakeServer::body).toList())
        .anyMatch(body -> body.contains("\"url\":\"/chat/completions\""));
  }

  @Test
  void aJournalIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> OpenAiModel.builder(client, "tiny").throughBatches(BatchOptions.DEFAULTS).build())
        .withMessageContaining("journal");
  }
}
