package io.github.em4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.ChatAnswer;
import io.github.em4j.openai.ChatRequest;
import io.github.em4j.openai.EmbeddingRequest;
import io.github.em4j.openai.JsonSchema;
import io.github.em4j.openai.ModelCapabilities;
import io.github.em4j.openai.OpenAiClient;
import io.github.em4j.openai.OpenAiException;
import io.github.em4j.openai.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries what a server can do. */
@Command(
    name = "openai-check",
    description = {
      "Try what a server that speaks OpenAI's protocol can do with a model: a handful of tiny"
          + " requests.",
      "Nothing is created on the server: batches and jobs are only listed."
    })
final class OpenAiCheckCommand implements Runnable {
  private static final RetryPolicy FEW = RetryPolicy.builder().attempts(2).build();
  private static final String CHAT = "chat";
  private static final int MOST_NAMED = 10;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"match\":{\"type\":\"boolean\"}},"
          + "\"required\":[\"match\"],\"additionalProperties\":false}";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "NAME",
      description = "The model's name on the server.")
  private String model;

  @Option(
      names = "--embedding-model",
      paramLabel = "NAME",
      description = "The model to try embeddings with (default: --model).")
  private String embeddingModel = "";

  @Mixin private ServerOptions server;
  @Mixin private JsonOption json;

  private ModelCapabilities can = ModelCapabilities.DEFAULTS;
  private List<String> models = List.of();

  /**
   * What came of a try.
   *
   * @param what what was tried
   * @param works whether the server can
   * @param found what it said
   */
  private record Finding(String what, boolean works, String found) {}

  @Override
  public void run() {
    var findings = new ArrayList<Finding>();
    try (OpenAiClient client = server.client(builder -> builder.retries(FEW))) {
      findings.add(
          found(
              "models",
              () -> {
                models = client.models();
                return "lists " + count(models.size(), "model");
              }));
      findings.addAll(capabilities(client));
      findings.add(found(CHAT, () -> said(client.chat(question().build()))));
      findings.add(
          found(
              "JSON schema",
              () -> {
                JsonSchema schema = new JsonSchema("answer", SCHEMA, true);
                return client.chat(question().jsonSchema(schema).build());
              },
              OpenAiCheckCommand::judgeJson));
      findings.add(found("embeddings", () -> embeddings(client)));
      findings.add(found("batches", () -> count(client.batches().list().size(), "batch")));
      findings.add(found("fine-tuning", () -> count(client.fineTuning().list().size(), "job")));
    }
    var table = new TextTable("what", "works", "found");
    findings.forEach(f -> table.row(f.what(), f.works() ? "yes" : "no", f.found()));
    table.print(json.table());
    json.table().flush();
    json.write(findings);
    requireChat(findings);
  }

  /** A model that cannot be asked is of no use here, and mostly another name, or address, is. */
  private void requireChat(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.what().equals(CHAT) && !finding.works()) {
        throw new EntityMatchingException(
            "model '%s' cannot be asked: %s%s".formatted(model, finding.found(), advice()));
      }
    }
  }

  /** What may help: the names that the server knows, or another address. */
  private String advice() {
    if (models.isEmpty()) {
      return "; is the base URL right? Most end in /v1";
    }
    return "; the server lists "
        + models.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (models.size() > MOST_NAMED ? ", ..." : "");
  }

  private ChatRequest.Builder question() {
    return ChatRequest.builder(model, Prompt.of("Is a printer a printer? Answer with Yes or No."))
        .capabilities(can)
        .maxTokens(64);
  }

  /** What the model takes, and what follows from that for 'evaluate'. */
  private List<Finding> capabilities(OpenAiClient client) {
    try {
      can = ModelCapabilities.probe(client, model);
      int listed = can.topLogProbabilities();
      boolean maxTokens = can.maxTokensField() == ModelCapabilities.MaxTokensField.MAX_TOKENS;
      return List.of(
          new Finding(
              "max_tokens",
              maxTokens,
              maxTokens ? "" : "wants max_completion_tokens; use evaluate --probe"),
          new Finding(
              "temperature", can.sampling(), can.sampling() ? "" : "refused; use evaluate --probe"),
          new Finding(
              "log-probabilities",
              listed > 0,
              listed > 0
                  ? count(listed, "alternative")
                  : "none; use evaluate --no-logprobs or --probe"));
    } catch (OpenAiException e) {
      return List.of(new Finding("capabilities", false, reason(e)));
    }
  }

  private String embeddings(OpenAiClient client) {
    String name = embeddingModel.isEmpty() ? model : embeddingModel;
    var request = new EmbeddingRequest(name, List.of("a printer"), OptionalInt.empty());
    return count(client.embed(request).vectors().get(0).length, "dimension");
  }

  private static Finding found(String what, Supplier<String> attempt) {
    try {
      return new Finding(what, true, attempt.get());
    } catch (OpenAiException e) {
      return new Finding(what, false, reason(e));
    }
  }

  private static Finding found(
      String what, Supplier<ChatAnswer> attempt, BiFunction<String, ChatAnswer, Finding> judge) {
    try {
      return judge.apply(what, attempt.get());
    } catch (OpenAiException e) {
      return new Finding(what, false, reason(e));
    }
  }

  /** Some servers take a schema and pass it over. */
  private static Finding judgeJson(String what, ChatAnswer answer) {
    boolean kept;
    try {
      kept = JSON.readTree(answer.text()).path("match").isBoolean();
    } catch (JsonProcessingException e) {
      kept = false;
    }
    return new Finding(what, kept, (kept ? "" : "not kept to: ") + said(answer));
  }

  /** Why the server cannot; where nothing could be asked at all, that is the result. */
  private static String reason(OpenAiException e) {
    return switch (e.kind()) {
      case AUTHENTICATION, CONNECTION, TIMEOUT, QUOTA -> throw e;
      default ->
          e.status().isEmpty()
              ? String.valueOf(e.getMessage())
              : "HTTP " + e.status().getAsInt() + e.serverMessage().map(m -> ": " + m).orElse("");
    };
  }

  private static String said(ChatAnswer answer) {
    return "'" + answer.text().strip().replaceAll("\\s+", " ") + "'";
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : what.endsWith("ch") ? "es" : "s");
  }
}
