package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.ProtocolDescription.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call that the client can make, before a server that does what the published description
 * says and nothing else: it refuses operations, parameters and bodies that are not described, and
 * answers with the example of the operation, to which it adds fields that nobody knows.
 */
final class DescribedCallsTest {
  private static final ProtocolDescription DESCRIPTION = new ProtocolDescription();
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FORM_FIELD =
      Pattern.compile("name=\"([^\"]*)\"[^\\r]*\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n([^\\r]*)");

  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> called = Collections.synchronizedSet(new TreeSet<>());

  @TempDir private Path folder;

  private MockResponse answer(RecordedRequest request) {
    String target = request.getTarget().substring("/v1".length());
    String[] parts = target.split("\\?", 2);
    Optional<Operation> found = DESCRIPTION.operation(request.getMethod(), parts[0]);
    if (found.isEmpty()) {
      problems.add("not described: " + request.getMethod() + " " + target);
      return FakeServer.error(404, "unknown_url", "no such operation");
    }
    Operation operation = found.get();
    called.add(operation.toString());
    try {
      check(operation, request, parts.length == 2 ? parts[1] : "");
    } catch (AssertionError e) {
      problems.add(operation + ": " + e);
    }
    List<Reply> examples = DESCRIPTION.examples(operation.path(), operation.method());
    return FakeServer.json(200, examples.isEmpty() ? "a file" : withMore(examples.get(0)));
  }

  private static void check(Operation operation, RecordedRequest request, String query) {
    for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
      assertThat(operation.queryParameters()).contains(parameter.split("=", 2)[0]);
    }
    String type = String.valueOf(request.getHeaders().get("Content-Type")).split(";", 2)[0];
    String body = FakeServer.body(request);
    Optional<String> schema = operation.bodySchema(type);
    assertThat(schema.isPresent()).as("takes a body of %s", type).isEqualTo(!body.isEmpty());
    if (schema.isPresent() && type.equals("application/json")) {
      DESCRIPTION.assertValid(schema.get(), request.getBody().toByteArray());
    } else if (schema.isPresent()) {
      checkForm(schema.get(), body);
    }
  }

  private static void checkForm(String schema, String body) {
    JsonNode properties = DESCRIPTION.properties(schema);
    var names = new HashSet<String>();
    Matcher field = FORM_FIELD.matcher(body);
    while (field.find()) {
      names.add(field.group(1));
      assertThat(properties.has(field.group(1))).as(field.group(1)).isTrue();
      var allowed = new ArrayList<String>();
      properties.path(field.group(1)).path("enum").forEach(word -> allowed.add(word.asText()));
      assertThat(allowed.isEmpty() || allowed.contains(field.group(2))).as(body).isTrue();
    }
    assertThat(names).containsExactlyInAnyOrder("purpose", "file");
  }

  /** Every object gets a field that no description knows. */
  private static String withMore(Reply example) {
    try {
      JsonNode document = MAPPER.readTree(example.body());
      addUnknown(document);
      return document.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addUnknown(JsonNode node) {
    node.forEach(DescribedCallsTest::addUnknown);
    if (node instanceof ObjectNode object) {
      object.putObject("of_tomorrow").putArray("values").add("x").addNull();
    }
  }

  private static ChatRequest chat() {
    return ChatRequest.builder("a-model", Prompt.of("x1 and \ud83d\ude80?"))
        .options(
            GenerationOptions.builder()
                .maxTokens(9)
                .temperature(0.7)
                .topP(0.9)
                .seed(3)
                .stopStrings(List.of("\n"))
                .build())
        .topLogProbabilities(20)
        .jsonSchema(new JsonSchema("answer", "{\"type\":\"object\"}", true))
        .reasoningEffort("low")
        .build();
  }

  @Test
  void everyCallIsAsDescribedAndEveryExampleOfAnAnswerIsRead() throws IOException {
    Path file = Files.writeString(folder.resolve("some.jsonl"), "{}\n");
    try (FakeServer server = FakeServer.answering(this::answer);
        OpenAiClient client = OpenAiClient.builder(server.baseUrl()).build()) {
      assertThat(client.chat(chat()).model()).isNotBlank();
      var texts = new EmbeddingRequest("e", List.of("a text"), OptionalInt.of(256));
      assertThat(client.embed(texts).vectors()).hasSize(1);
      assertThat(client.models()).hasSizeGreaterThan(1);
      assertThat(client.files().upload(file, OpenAiFiles.Purpose.FINE_TUNE).id()).isNotBlank();
      assertThat(client.files().upload(file, OpenAiFiles.Purpose.BATCH).bytes()).isPositive();
      assertThat(client.files().retrieve("file-1").bytes()).isPositive();
      client.files().download("file-1", folder.resolve("downloaded"));
      client.files().delete("file-1");
      assertThat(client.batches().create("file-1", Map.of("run", "7")).total()).isNotNegative();
      assertThat(client.batches().list()).isNotEmpty();
      assertThat(client.batches().retrieve("batch-1").total()).isPositive();
      assertThat(client.batches().cancel("batch-1").total()).isPositive();
      FineTuningOptions options =
          FineTuningOptions.builder()
              .epochs(3)
              .batchSize(16)
              .learningRateMultiplier(1.8)
              .seed(42)
              .suffix("em4j")
              .build();
      assertThat(
              client
                  .fineTuning()
                  .create(
                      FineTuningJobRequest.of("a-model", "file-1", options)
                          .withValidationFile("file-2")
                          .withMetadata("em4j_data", "abc"))
                  .id())
          .isNotBlank();
      assertThat(client.fineTuning().list()).isNotEmpty();
      assertThat(client.fineTuning().retrieve("job-1").id()).isNotBlank();
      assertThat(client.fineTuning().cancel("job-1").id()).isNotBlank();
      assertThat(client.fineTuning().events("job-1")).isNotEmpty();
      assertThat(client.fineTuning().checkpoints("job-1")).isNotEmpty();
    }
    assertThat(problems).isEmpty();
    assertThat(called)
        .containsExactly(
            "DELETE /files/{file_id}",
            "GET /batches",
            "GET /batches/{batch_id}",
            "GET /files/{file_id}",
            "GET /files/{file_id}/content",
            "GET /fine_tuning/jobs",
            "GET /fine_tuning/jobs/{fine_tuning_job_id}",
            "GET /fine_tuning/jobs/{fine_tuning_job_id}/checkpoints",
            "GET /fine_tuning/jobs/{fine_tuning_job_id}/events",
            "GET /models",
            "POST /batches",
            "POST /batches/{batch_id}/cancel",
            "POST /chat/completions",
            "POST /embeddings",
            "POST /files",
            "POST /fine_tuning/jobs",
            "POST /fine_tuning/jobs/{fine_tuning_job_id}/cancel");
  }

  @Test
  void whatIsNotDescribedIsFound() {
    for (String extra : List.of("{\"temprature\":1}", "{\"stream_options\":{\"temprature\":1}}")) {
      problems.clear();
      try (FakeServer server = FakeServer.answering(this::answer);
          OpenAiClient client = OpenAiClient.builder(server.baseUrl()).build()) {
        client.chat(ChatRequest.builder("m", Prompt.of("?")).extraFields(extra).build());
      }
      assertThat(problems).hasSize(1).first().asString().contains("/temprature");
    }
  }

  @Test
  void theExampleOfEverySchemaThatIsReadCanBeRead() {
    assertThat(ChatJson.read(example("CreateChatCompletionResponse"), Optional.empty()).text())
        .isNotBlank();
    assertThat(OpenAiBatches.read(example("Batch")).total()).isPositive();
    assertThat(OpenAiFiles.read(example("OpenAIFile")).bytes()).isPositive();
    assertThat(OpenAiFineTuningJobs.read(example("FineTuningJob")).status())
        .isEqualTo(FineTuningJob.Status.SUCCEEDED);
    assertThat(OpenAiFineTuningJobs.event(example("FineTuningJobEvent")).message())
        .isEqualTo("Created fine-tuning job");
    assertThat(OpenAiFineTuningJobs.checkpoint(example("FineTuningJobCheckpoint")).step())
        .isEqualTo(88);
  }

  private static JsonNode example(String schema) {
    return DESCRIPTION.exampleOf(schema);
  }
}
