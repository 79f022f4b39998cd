package io.github.em4j.openai;

import static io.github.em4j.openai.FakeServer.answer;
import static io.github.em4j.openai.FakeServer.body;
import static io.github.em4j.openai.FakeServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.ChoiceScores;
import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Message;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenAiModelTest {
  private static final GenerationOptions SHORT = GenerationOptions.builder().maxTokens(8).build();

  @TempDir private Path folder;
  private FakeServer server = ModelServer.start();
  private OpenAiClient client = client().build();

  private OpenAiClient.Builder client() {
    return OpenAiClient.builder(server.baseUrl())
        .time(new FakeTime())
        .retries(RetryPolicy.builder().attempts(2).build());
  }

  private void serve(FakeServer other) {
    server.close();
    server = other;
    with(client());
  }

  private void with(OpenAiClient.Builder builder) {
    client.close();
    client = builder.build();
  }

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count).mapToObj(i -> Prompt.of("question " + i)).toList();
  }

  private static List<String> texts(List<ModelResult<Completion>> results) {
    return results.stream().map(result -> result.orElseThrow().text()).toList();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void sendsWhatTheModelWasSaidToTake() {
    serve(FakeServer.scripted(answer("Yes")));
    try (var model =
        OpenAiModel.builder(client, "thinker")
            .capabilities(
                ModelCapabilities.builder()
                    .noSampling()
                    .maxTokensField(ModelCapabilities.MaxTokensField.MAX_COMPLETION_TOKENS)
                    .systemRole(ModelCapabilities.SystemRole.DEVELOPER)
                    .build())
            .reasoningEffort("low")
            .jsonSchema(new JsonSchema("answer", "{\"type\":\"object\"}", true))
            .extraFields("{\"guided_choice\":[\"Yes\",\"No\"]}")
            .build()) {
      Prompt prompt = new Prompt(List.of(Message.system("Compare."), Message.user("Same?")));
      model.complete(
          List.of(prompt), GenerationOptions.builder().maxTokens(9).seed(7).topP(0.5).build());
    }
    assertThat(body(server.requests().get(0)))
        .isEqualTo(
            "{\"model\":\"thinker\",\"messages\":[{\"role\":\"developer\",\"content\":\"Compare.\"},"
                + "{\"role\":\"user\",\"content\":\"Same?\"}],\"max_completion_tokens\":9,\"seed\":7,"
                + "\"reasoning_effort\":\"low\",\"response_format\":{\"type\":\"json_schema\","
                + "\"json_schema\":{\"name\":\"answer\",\"strict\":true,\"schema\":{\"type\":\"object\"}}},"
                + "\"guided_choice\":[\"Yes\",\"No\"]}");
  }

  @Test
  void scoresFromTheAlternativesToTheFirstToken() {
    try (var model = OpenAiModel.builder(client, "tiny").build()) {
      ChoiceScores scores =
          model.score(List.of(Prompt.of("q")), List.of("Yes", "No")).get(0).orElseThrow();
      assertThat(Math.exp(scores.logProbabilities().get(0)))
          .isEqualTo(ModelServer.probability("q"));
    }
    assertThat(body(server.requests().get(0)))
        .contains("\"max_tokens\":4,\"temperature\":0.0,\"logprobs\":true,\"top_logprobs\":20");
  }

  @Test
  void scoresFromTextWhereTheServerHasNoLogProbabilities() {
    serve(FakeServer.scripted(answer("No, never")));
    try (var model =
        OpenAiModel.builder(client, "tiny")
            .capabilities(ModelCapabilities.builder().topLogProbabilities(0).build())
            .build()) {
      ChoiceScores scores =
          model.score(List.of(Prompt.of("q")), List.of("Yes", "No")).get(0).orElseThrow();
      assertThat(scores.logProbabilities()).containsExactly(Double.NEGATIVE_INFINITY, 0.0);
    }
    assertThat(body(server.requests().get(0))).doesNotContain("logprobs");
  }

  @Test
  void oneBadPromptDoesNotFailTheOthers() {
    serve(
        FakeServer.answering(
            request ->
                body(request).contains("question 1\"")
                    ? error(400, "context_length_exceeded", "too long")
                    : ModelServer.answer(request)));
    try (var model = OpenAiModel.builder(client, "tiny").build()) {
      List<ModelResult<Completion>> results = model.complete(prompts(3), SHORT);
      assertThat(results.get(0).orElseThrow().text()).isEqualTo("0 noitseuq");
      assertThat(results.get(1)).isInstanceOf(ModelResult.Failure.class);
      assertThatThrownBy(() -> results.get(1).orElseThrow())
          .isInstanceOf(BadRequestException.class);
      assertThat(results.get(2).orElseThrow().text()).isEqualTo("2 noitseuq");
      assertThat(model.complete(prompts(2).subList(1, 2), SHORT)).hasSize(1);
    }
  }

  @Test
  void halfASurrogatePairIsNoReasonToFail() throws IOException {
    serve(FakeServer.scripted(answer("\\ud83d")));
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      for (String half : List.of("\ud83d", "\ude80", "a\ud83db", "\ude80\ud83d")) {
        assertThat(model.complete(List.of(Prompt.of(half)), SHORT).get(0))
            .isInstanceOf(ModelResult.Success.class);
      }
    }
    // Two of the four are the same question on the wire.
    assertThat(server.requests()).hasSize(3);
    assertThat(body(server.requests().get(1))).contains("\"a?b\"");
    assertThat(Files.readAllLines(journal)).hasSize(4);
  }

  @Test
  void aKeyThatIsNotKnownEndsTheCallAtOnce() {
    serve(FakeServer.scripted(error(401, "invalid_api_key", "who are you")));
    with(client().concurrency(1));
    try (var model = OpenAiModel.builder(client, "tiny").build()) {
      assertThatThrownBy(() -> model.complete(prompts(1000), SHORT))
          .isInstanceOf(AuthenticationException.class);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aServerThatFailsOnEverythingEndsTheCall() {
    serve(FakeServer.scripted(error(500, "e", "down")));
    try (var model = OpenAiModel.builder(client, "tiny").build()) {
      assertThatThrownBy(() -> model.complete(prompts(5), SHORT))
          .isInstanceOf(ServerFailureException.class);
      assertThat(model.complete(prompts(1), SHORT).get(0)).isInstanceOf(ModelResult.Failure.class);
    }
  }

  @Test
  void embeddingsAreToldApartByServerAndLength() {
    try (var model = OpenAiModel.builder(client, "e").build();
        var shorter = OpenAiModel.builder(client, "e").dimensions(64).build()) {
      assertThat(model.embeddingId()).isEqualTo("openai:e at " + server.baseUrl());
      assertThat(shorter.embeddingId()).isEqualTo(model.embeddingId() + ", 64 dimensions");
    }
  }

  @Test
  void embedsInPagesAndInOrder() {
    List<String> texts = IntStream.range(0, 25).mapToObj("x"::repeat).toList();
    try (var model = OpenAiModel.builder(client, "e").embeddingBatch(10).build()) {
      List<float[]> vectors = model.embed(texts);
      assertThat(vectors).hasSize(25);
      for (int i = 0; i < 25; i++) {
        assertThat(vectors.get(i)[0]).isEqualTo(i);
      }
      assertThat(model.embed(List.of())).isEmpty();
    }
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void aJournalAnswersWhatWasAskedBefore() {
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      model.complete(prompts(5), SHORT);
      model.complete(prompts(5), SHORT);
      model.score(prompts(2), List.of("Yes", "No"));
    }
    assertThat(server.requests()).hasSize(7);
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      assertThat(texts(model.complete(prompts(7), SHORT))).startsWith("0 noitseuq").hasSize(7);
      double yes =
          model.score(prompts(2), List.of("Yes", "No")).get(1).orElseThrow().normalized()[0];
      assertThat(yes).isEqualTo(ModelServer.probability("question 1"));
    }
    assertThat(server.requests()).as("only the two new questions").hasSize(9);
    try (var other = OpenAiModel.builder(client, "other").journal(journal).build()) {
      other.complete(prompts(1), SHORT);
    }
    assertThat(server.requests()).as("another model is another question").hasSize(10);
  }

  @Test
  void aJournalCutsOffTheLineThatWasBeingWritten() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      model.complete(prompts(3), SHORT);
    }
    byte[] whole = Files.readAllBytes(journal);
    for (int cut = 1; cut < 120; cut += 17) {
      Files.write(journal, java.util.Arrays.copyOf(whole, whole.length - cut));
      int before = server.requests().size();
      try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
        assertThat(texts(model.complete(prompts(3), SHORT))).endsWith("2 noitseuq");
      }
      assertThat(server.requests()).hasSize(before + 1);
    }
  }

  @Test
  void aJournalThatIsNoneOrIsInUseIsRefused() throws IOException {
    Path other = Files.writeString(folder.resolve("data.csv"), "id,title\n1,x\n");
    assertThatThrownBy(() -> OpenAiModel.builder(client, "tiny").journal(other).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is no journal");
    assertThat(other).hasContent("id,title\n1,x\n");
    for (String text : List.of("{\"precious\":\"but without a line end\"}")) {
      Files.writeString(other, text);
      assertThatThrownBy(() -> OpenAiModel.builder(client, "tiny").journal(other).build())
          .hasMessageContaining("is no journal");
      assertThat(other).hasContent(text);
    }
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      assertThatThrownBy(() -> OpenAiModel.builder(client, "tiny").journal(journal).build())
          .hasMessageContaining("in use");
      model.complete(prompts(1), SHORT);
    }
    Files.writeString(journal, "{\"key\":1}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> OpenAiModel.builder(client, "tiny").journal(journal).build())
        .hasMessageContaining("line 3");
  }

  @Test
  void aModelThatCannotBeBuiltLeavesTheJournalToOthers() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    Path noFolder = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(
            () -> OpenAiModel.builder(client, "tiny").journal(journal).cache(noFolder).build())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("cache folder");
    SpendLimit limit =
        SpendLimit.builder()
            .money(BigDecimal.ONE)
            .prices("other", TokenPrices.of("10", "30"))
            .build();
    with(client().spendLimit(limit));
    assertThatThrownBy(() -> OpenAiModel.builder(client, "tiny").journal(journal).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prices of model 'tiny'");
    with(client());
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      assertThat(model.complete(prompts(1), SHORT)).hasSize(1);
    }
  }

  @Test
  void answersAreReadAsTheyComeAndNotHeld() {
    int window = 64 + 4 * client.concurrency();
    var read = new java.util.concurrent.atomic.AtomicInteger();
    var asked = new java.util.concurrent.atomic.AtomicInteger();
    Iterator<ChatRequest> requests =
        prompts(1_000).stream()
            .map(
                prompt -> {
                  assertThat(asked.incrementAndGet() - read.get()).isLessThanOrEqualTo(window + 1);
                  return ChatRequest.builder("tiny", prompt).maxTokens(8).build();
                })
            .iterator();
    List<ModelResult<Integer>> results =
        new AnswerCollector(client, new StoredAnswers(List.of()))
            .ask(
                requests,
                answer -> {
                  read.incrementAndGet();
                  return answer.text().length();
                });
    assertThat(results).hasSize(1_000);
    assertThat(results.get(999).orElseThrow()).isEqualTo("question 999".length());
  }

  @Test
  void aCacheAnswersOtherRuns() throws IOException {
    Path cache = folder.resolve("answers");
    try (var model = OpenAiModel.builder(client, "tiny").cache(cache).build()) {
      model.complete(prompts(4), SHORT);
    }
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").cache(cache).journal(journal).build()) {
      assertThat(texts(model.complete(prompts(4), SHORT))).endsWith("3 noitseuq");
    }
    assertThat(server.requests()).hasSize(4);
    assertThat(Files.readAllLines(journal)).hasSize(5);
    try (var files = Files.walk(cache)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "{broken");
      }
    }
    try (var model = OpenAiModel.builder(client, "tiny").cache(cache).build()) {
      model.complete(prompts(4), SHORT);
    }
    assertThat(server.requests()).as("broken files are asked for again").hasSize(8);
  }

  @Test
  void stopsBeforeTheSpendLimitIsPassed() {
    SpendLimit limit =
        SpendLimit.builder()
            .money(new BigDecimal("0.01"))
            .prices("tiny", TokenPrices.of("10", "30"))
            .build();
    with(client().spendLimit(limit).concurrency(8));
    try (var model = OpenAiModel.builder(client, "tiny").build()) {
      List<ModelResult<Completion>> results = model.complete(prompts(500), SHORT);
      long answered = results.stream().filter(r -> r instanceof ModelResult.Success).count();
      BigDecimal spent = client.statistics().spent().orElseThrow();
      assertThat(spent).isLessThanOrEqualTo(new BigDecimal("0.01"));
      // A question costs 10 or 11 tokens in and one out, and is bounded by about 110 in, 8 out.
      assertThat(spent).isGreaterThan(new BigDecimal("0.008"));
      assertThat(answered).isEqualTo(server.requests().size());
      assertThatThrownBy(() -> model.complete(prompts(1), SHORT))
          .isInstanceOf(SpendLimitException.class);
    }
  }

  @Test
  void aResumedRunDoesNotCountWhatCameFromACache() {
    Path cache = folder.resolve("answers");
    try (var model = OpenAiModel.builder(client, "tiny").cache(cache).build()) {
      model.complete(prompts(10), SHORT);
    }
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").cache(cache).journal(journal).build()) {
      model.complete(prompts(10), SHORT);
    }
    with(
        client()
            .spendLimit(
                SpendLimit.builder()
                    .money(BigDecimal.ONE)
                    .prices("tiny", TokenPrices.of("10", "30"))
                    .build()));
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      assertThat(model.complete(prompts(10), SHORT)).hasSize(10);
      assertThat(client.statistics().spent().orElseThrow()).isEqualByComparingTo("0");
    }
    assertThat(server.requests()).hasSize(10);
  }

  @Test
  void aResumedRunCountsWhatTheFirstOneSpent() {
    Path journal = folder.resolve("run.jsonl");
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      model.complete(prompts(10), SHORT);
    }
    long used = client.statistics().usage().totalTokens();
    with(client().spendLimit(SpendLimit.builder().tokens(used + 60).build()));
    try (var model = OpenAiModel.builder(client, "tiny").journal(journal).build()) {
      assertThat(model.complete(prompts(10), SHORT)).hasSize(10);
      assertThatThrownBy(() -> model.complete(List.of(Prompt.of("new")), SHORT))
          .isInstanceOf(SpendLimitException.class);
    }
    assertThat(client.statistics().usage()).isEqualTo(TokenUsage.NONE);
  }
}
