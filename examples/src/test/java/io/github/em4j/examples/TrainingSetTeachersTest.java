package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.training.export.ExampleFormat;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.TrainingSet;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training set that teachers on a server, a small one on this machine, write and judge. */
final class TrainingSetTeachersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** How many questions the account can pay. */
  private final AtomicInteger quota = new AtomicInteger(Integer.MAX_VALUE);

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    String model = request.path("model").asText();
    asked.computeIfAbsent(model, name -> new AtomicInteger()).incrementAndGet();
    boolean teaches = model.equals("large");
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode choice = answer.putArray("choices").addObject().put("finish_reason", "stop");
    choice.putObject("message").put("content", teaches ? taught(request) : judged(request));
    answer
        .putObject("usage")
        .put("prompt_tokens", teaches ? 1_000 : 50)
        .put("completion_tokens", teaches ? 100 : 1);
    boolean paid = quota.getAndDecrement() > 0;
    byte[] bytes =
        paid
            ? JSON.writeValueAsBytes(answer)
            : "{\"error\":{\"message\":\"no money\",\"code\":\"insufficient_quota\"}}"
                .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(paid ? 200 : 429, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String taught(JsonNode request) {
    JsonNode messages = request.path("messages");
    return messages.get(0).path("content").asText().contains("JSON array of four objects")
        ? generated()
        : explained(messages.get(1).path("content").asText());
  }

  /** One match and three non-matches of a product that nobody wrote before, behind words. */
  private String generated() {
    int number = written.incrementAndGet();
    ArrayNode pairs = JSON.createArrayNode();
    for (String other : List.of("Acme", "Borea", "Corax", "Dovin")) {
      pairs
          .addObject()
          .put("entity_one", "Acme lamp " + number)
          .put("entity_two", other + " lamp, no. " + number)
          .put("match", other.equals("Acme"));
    }
    return "Here they are:\n```json\n" + pairs + "\n```";
  }

  private static String explained(String question) {
    String[] lines = question.split("\n", -1);
    String left = lines[0].substring("Entity 1: '".length(), lines[0].length() - 1);
    String right = lines[1].substring("Entity 2: '".length(), lines[1].length() - 1);
    String answer = lines[2].contains("Yes") ? "Yes" : "No";
    return "%s\nattribute=title|||importance=0.9|||values=%s###%s|||similarity=0.5"
        .formatted(answer, left, right);
  }

  /** Says Yes where both titles begin with the same word. */
  private static String judged(JsonNode request) {
    String[] sides =
        request.path("messages").get(0).path("content").asText().split("Entity [12]: ", -1);
    return sides[1].split(" ", 2)[0].equals(sides[2].split(" ", 2)[0]) ? "Yes" : "No";
  }

  private Path settings() throws IOException {
    Path file = folder.resolve("settings.yaml");
    Files.writeString(
        file,
        """
        sources: [synthetic-products]
        models:
          teacher: {kind: openai, model: large, base-url: URL, prices: [10, 40]}
          judge: {kind: openai, model: small, base-url: URL, prices: [1, 4], log-probabilities: false}
        steps:
          - limit: {pairs: 12}
          - generate: {variant: with-demonstrations, teacher: teacher}
          - error-filter: {judge: judge}
          - explain: {kind: structured, teacher: teacher}
        export: {formats: [prompt-completion-chat]}
        """
            .replace("URL", "http://localhost:" + server.getAddress().getPort() + "/v1"));
    return file;
  }

  private int asked(String model) {
    return Optional.ofNullable(asked.get(model)).map(AtomicInteger::get).orElse(0);
  }

  @Test
  void anAccountThatGivesOutInTheMiddleOfABatchLosesNoPair() throws IOException {
    Path out = folder.resolve("set");
    String[] command = {"training-set", settings().toString(), "--out", out.toString()};
    for (int answers : List.of(5, 20, 30)) {
      quota.set(answers);
      Program broke = Program.run(command);
      assertThat(broke.status()).isEqualTo(1);
      assertThat(broke.err()).contains("insufficient_quota");
    }
    quota.set(Integer.MAX_VALUE);
    Program program = Program.run(command);
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).doesNotContain("teacher failed", "judge failed");
  }

  @Test
  void teachersWriteAndExplainAndEachIsPaidAtItsOwnPrice() throws IOException {
    Path out = folder.resolve("set");
    Program program =
        Program.run("training-set", settings().toString(), "--out", out.toString(), "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();

    List<TrainingPair> pairs = TrainingSet.read(out).pairs();
    assertThat(pairs).filteredOn(pair -> pair.generatedFrom().isPresent()).hasSize(48);
    assertThat(pairs)
        .allSatisfy(
            pair -> assertThat(pair.explanation()).get().isInstanceOf(StructuredExplanation.class));
    assertThat(asked("small")).isEqualTo(12 + 48);
    assertThat(asked("large")).isEqualTo(12 + pairs.size());
    BigDecimal cost =
        new BigDecimal("0.014")
            .multiply(BigDecimal.valueOf(asked("large")))
            .add(new BigDecimal("0.000054").multiply(BigDecimal.valueOf(60)));
    assertThat(program.json().get("cost").decimalValue()).isEqualByComparingTo(cost);
    List<FineTuningExample> examples =
        ExampleFormat.PROMPT_COMPLETION_CHAT.read(
            out.resolve("export/prompt-completion-chat/train.jsonl"));
    assertThat(examples)
        .hasSameSizeAs(pairs)
        .allMatch(example -> example.completion().contains("attribute=title|||importance=0.9"));
  }

  @Test
  void nobodyIsAskedTwice() throws IOException {
    String[] command = {
      "training-set", settings().toString(), "--out", folder.resolve("set").toString()
    };
    Program first = Program.run(command);
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out())
        .containsPattern("Cost: .* tokens read, .* written, price \\d+\\.\\d\\d");
    asked.clear();
    Program again = Program.run(command);
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(asked).isEmpty();
  }
}
