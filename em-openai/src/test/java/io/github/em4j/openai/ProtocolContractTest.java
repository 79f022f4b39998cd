package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.ModelCapabilities.MaxTokensField;
import io.github.em4j.openai.ModelCapabilities.SystemRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client sends and reads, held against the published description. */
final class ProtocolContractTest {
  private static final ProtocolDescription DESCRIPTION = new ProtocolDescription();
  private static final Prompt CONVERSATION =
      new Prompt(
          List.of(
              Message.system("Compare."),
              Message.user("x1 and x1?"),
              Message.assistant("Yes"),
              Message.user("x1 and \ud83d\ude80?")));

  private static ChatRequest.Builder request() {
    return ChatRequest.builder("a-model", CONVERSATION);
  }

  @Test
  void everyFormOfAChatIsAsDescribed() {
    List<ChatRequest> requests =
        List.of(
            request().build(),
            request().options(GenerationOptions.DEFAULTS).build(),
            request()
                .options(
                    GenerationOptions.builder()
                        .maxTokens(9)
                        .temperature(0.7)
                        .topP(0.9)
                        .seed(-3)
                        .stopStrings(List.of("\n", "###"))
                        .build())
                .topLogProbabilities(20)
                .build(),
            request()
                .maxTokens(100)
                .capabilities(
                    ModelCapabilities.builder()
                        .maxTokensField(MaxTokensField.MAX_COMPLETION_TOKENS)
                        .systemRole(SystemRole.DEVELOPER)
                        .build())
                .reasoningEffort("low")
                .jsonSchema(
                    new JsonSchema(
                        "answer",
                        "{\"type\":\"object\",\"properties\":{\"match\":{\"type\":\"boolean\"}}}",
                        true))
                .build());
    for (ChatRequest request : requests) {
      DESCRIPTION.assertValid("CreateChatCompletionRequest", Json.bytes(ChatJson.write(request)));
    }
  }

  @Test
  void theDescriptionRefusesWhatItDoesNotKnow() {
    for (String extra :
        List.of("{\"temprature\":1}", "{\"top_logprobs\":21}", "{\"seed\":\"x\"}")) {
      byte[] body = Json.bytes(ChatJson.write(request().extraFields(extra).build()));
      assertThatThrownBy(() -> DESCRIPTION.assertValid("CreateChatCompletionRequest", body))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void embeddingsAreAsDescribed() {
    DESCRIPTION.assertValid(
        "CreateEmbeddingRequest",
        Json.bytes(
            EmbeddingJson.write(
                new EmbeddingRequest("e", List.of("x", "y"), OptionalInt.of(256)))));
  }

  @Test
  void fineTuningJobsAreAsDescribed() {
    FineTuningJobRequest full =
        FineTuningJobRequest.of(
                "a-model",
                "file-1",
                FineTuningOptions.builder()
                    .epochs(3)
                    .batchSize(16)
                    .learningRateMultiplier(1.8)
                    .seed(42)
                    .suffix("em4j")
                    .build())
            .withValidationFile("file-2")
            .withMetadata("em4j_data", "abc");
    DESCRIPTION.assertValid("CreateFineTuningJobRequest", Json.bytes(full.toJson("mark")));
    DESCRIPTION.assertValid(
        "CreateFineTuningJobRequest",
        Json.bytes(
            FineTuningJobRequest.of("m", "file-1", FineTuningOptions.DEFAULTS).toJson("mark")));
  }

  @Test
  void batchesAreAsDescribed(@TempDir Path folder) throws IOException {
    try (FakeServer server =
            FakeServer.scripted(
                FakeServer.json(
                    200,
                    new String(
                        DESCRIPTION.examples("/batches", "post").get(0).body(),
                        java.nio.charset.StandardCharsets.UTF_8)));
        OpenAiClient client = OpenAiClient.builder(server.baseUrl()).build()) {
      client.batches().create("file-1", Map.of("run", "7"));
      DESCRIPTION.assertValid(
          "CreateBatchRequest", server.requests().get(0).getBody().toByteArray());
    }
    Path input = folder.resolve("input.jsonl");
    BatchFiles.write(input, Map.of("pair-1", request().maxTokens(5).build()));
    JsonNode line = new ObjectMapper().readTree(Files.readString(input));
    assertThat(line.path("custom_id").asText()).isEqualTo("pair-1");
    assertThat(line.path("url").asText()).isEqualTo("/v1/chat/completions");
    DESCRIPTION.assertValid("CreateChatCompletionRequest", line.path("body"));
  }

  @Test
  void trainingExamplesAreConversationsAsDescribed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("training.jsonl");
    TrainingFile.write(file, Collections.nCopies(10, new FineTuningExample(CONVERSATION, "No")));
    for (String line : Files.readAllLines(file)) {
      JsonNode messages = new ObjectMapper().readTree(line).path("messages");
      assertThat(messages.get(4).toString())
          .isEqualTo("{\"role\":\"assistant\",\"content\":\"No\"}");
      for (JsonNode message : messages) {
        DESCRIPTION.assertValid(
            switch (message.path("role").asText()) {
              case "system" -> "ChatCompletionRequestSystemMessage";
              case "user" -> "ChatCompletionRequestUserMessage";
              default -> "FineTuneChatCompletionRequestAssistantMessage";
            },
            message);
      }
    }
  }

  @Test
  void everyExampleOfAnAnswerCanBeRead() {
    List<Reply> chats = DESCRIPTION.examples("/chat/completions", "post");
    assertThat(chats).hasSizeGreaterThan(3);
    assertThat(chats.stream().map(reply -> ChatJson.read(reply).value()).toList())
        .allSatisfy(answer -> assertThat(answer.usage().promptTokens()).isPositive())
        .anySatisfy(answer -> assertThat(answer.logProbabilities()).isNotEmpty());
    assertThat(DESCRIPTION.examples("/embeddings", "post"))
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(EmbeddingJson.read(reply, 1).value().vectors()).hasSize(1));
    for (String path : List.of("/batches/{batch_id}", "/batches/{batch_id}/cancel")) {
      String method = path.endsWith("cancel") ? "post" : "get";
      assertThat(DESCRIPTION.examples(path, method))
          .isNotEmpty()
          .allSatisfy(
              reply ->
                  assertThat(OpenAiBatches.read(Json.parseObject(reply.body())).total())
                      .isPositive());
    }
    for (String path : List.of("/batches", "/fine_tuning/jobs")) {
      assertThat(DESCRIPTION.examples(path, "get"))
          .isNotEmpty()
          .allSatisfy(reply -> assertThat(list(reply)).isNotEmpty());
    }
    assertThat(DESCRIPTION.examples("/models", "get"))
        .isNotEmpty()
        .allSatisfy(reply -> assertThat(Json.text(list(reply).get(0), "id")).isNotBlank());
    for (String path : List.of("/files", "/files/{file_id}")) {
      assertThat(DESCRIPTION.examples(path, path.endsWith("}") ? "get" : "post"))
          .isNotEmpty()
          .allSatisfy(
              reply ->
                  assertThat(OpenAiFiles.read(Json.parseObject(reply.body())).bytes())
                      .isPositive());
    }
    for (Reply reply : DESCRIPTION.examples("/fine_tuning/jobs", "post")) {
      assertThat(OpenAiFineTuningJobs.read(Json.parseObject(reply.body())).status())
          .isNotEqualTo(FineTuningJob.Status.UNKNOWN);
    }
    for (Reply reply :
        DESCRIPTION.examples("/fine_tuning/jobs/{fine_tuning_job_id}/events", "get")) {
      Json.parseObject(reply.body())
          .path("data")
          .forEach(event -> assertThat(OpenAiFineTuningJobs.event(event).message()).isNotBlank());
    }
    for (Reply reply :
        DESCRIPTION.examples("/fine_tuning/jobs/{fine_tuning_job_id}/checkpoints", "get")) {
      Json.parseObject(reply.body())
          .path("data")
          .forEach(
              checkpoint ->
                  assertThat(OpenAiFineTuningJobs.checkpoint(checkpoint).figures())
                      .containsKey("full_valid_loss"));
    }
  }

  private static JsonNode list(Reply reply) {
    return Json.array(Json.parseObject(reply.body()), "data");
  }
}
