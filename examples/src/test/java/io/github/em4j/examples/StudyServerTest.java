package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code study} with the model of a server that does not always answer. */
final class StudyServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REFUSED = "{\"error\":{\"message\":\"not now\"}}";
  private static final String YES =
      """
      {"choices":[{"message":{"content":"Yes"},"finish_reason":"stop","logprobs":
        {"content":[{"token":"Yes","logprob":-0.1,"top_logprobs":[
          {"token":"Yes","logprob":-0.1},{"token":"No","logprob":-2.4}]}]}}],
       "usage":{"prompt_tokens":50,"completion_tokens":1}}
      """;
  private static final String CLASSES =
      """
      {"choices":[{"message":{"content":"{\\"class\\":1,\\"name\\":\\"colours\\",\
      \\"description\\":\\"they differ\\",\\"confidence\\":0.9}"},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":50,"completion_tokens":9}}
      """;

  @TempDir private Path folder;
  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean answering;
  private volatile boolean analysing = true;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/", this::answer);
    server.start();
    Files.writeString(
        folder.resolve("study.yaml"),
        """
        test: [synthetic-products]
        synthetic: {train: 60, valid: 30, test: 60}
        matchers:
          server: {kind: openai, model: m, base-url: '%s', concurrency: 1}
        templates: [domain-simple-force]
        bootstrap: 20
        out: '%s'
        """
            .formatted(url(), folder.resolve("out")));
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /**
   * Says Yes to every pair and names one class of errors; refuses every third question, or all
   * about errors.
   */
  private void answer(HttpExchange exchange) throws IOException {
    String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean aboutPair = question.contains("\"logprobs\":true");
    boolean refused =
        (questions.getAndIncrement() % 3 == 2 && !answering) || (!aboutPair && !analysing);
    byte[] answer =
        (refused ? REFUSED : aboutPair ? YES : CLASSES).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(refused ? 400 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private Program study(String... more) {
    return Program.run(
        Stream.concat(
                Stream.of(
                    "study",
                    "--config",
                    folder.resolve("study.yaml").toString(),
                    "--limit",
                    "9",
                    "--json",
                    folder.resolve("figures.json").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private void change(String was, String is) throws IOException {
    Path settings = folder.resolve("study.yaml");
    String text = Files.readString(settings);
    assertThat(text).contains(was);
    Files.writeString(settings, text.replace(was, is));
  }

  private JsonNode figures() throws IOException {
    return JSON.readTree(folder.resolve("figures.json").toFile());
  }

  private String report() throws IOException {
    return Files.readString(folder.resolve("out").resolve("report.md"));
  }

  @Test
  void asksAgainAboutPairsThatFailedWhereItIsToldTo() throws IOException {
    Program first = study();
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains("6 pairs failed", "Run again with --retry-failed");
    assertThat(report()).contains("6 pairs failed", "--retry-failed");
    assertThat(figures().get("failedPairs").asInt()).isEqualTo(6);

    answering = true;
    questions.set(0);
    assertThat(study().out()).contains("6 pairs failed");
    assertThat(questions).as("what failed counts as it is").hasValue(0);

    Program again = study("--retry-failed");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.out()).doesNotContain("pairs failed");
    assertThat(report()).doesNotContain("pairs failed");
    assertThat(figures().get("failedPairs").asInt()).isZero();
    // From the third pair of each of two splits on.
    assertThat(questions).hasValue(2 * 7);
  }

  @Test
  void keepsTheClassesOfErrorsByWhatTheyDependOn() throws IOException {
    answering = true;
    String server = "kind: openai, model: m, base-url: '%s', concurrency: 1".formatted(url());
    change("  server: {" + server + "}", "  A b: {" + server + "}\n  a-b: {" + server + "}");
    change("bootstrap: 20", "bootstrap: 20\nerror-analysis: {model: a-b}");
    Program first = study();
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(classFiles()).as("names that differ in spelling alone").hasSize(2);

    questions.set(0);
    assertThat(study().status()).isZero();
    assertThat(questions).as("nobody is asked twice").hasValue(0);

    change("bootstrap: 20", "bootstrap: 20\nseeds: [7]");
    assertThat(study().status()).isZero();
    assertThat(classFiles()).as("those of another sample of errors").hasSize(4);
  }

  private List<Path> classFiles() throws IOException {
    try (Stream<Path> files =
        Files.list(folder.resolve("out").resolve("results-9").resolve("error-classes"))) {
      return files.toList();
    }
  }

  @Test
  void reportsWhereTheErrorsCannotBeSorted() throws IOException {
    answering = true;
    analysing = false;
    change("bootstrap: 20", "bootstrap: 20\nerror-analysis: {model: server}");

    Program program = study();

    assertThat(program.status()).as(program.err()).isZero();
    assertThat(report())
        .contains("The errors of server on synthetic-products could not all be sorted")
        .doesNotContain("colours");
    assertThat(figures().get("results")).hasSize(1);

    analysing = true;
    assertThat(study().status()).isZero();
    assertThat(report()).contains("colours").doesNotContain("could not all be sorted");
  }

  @Test
  void recordedAnswersAreAskedForByNobody() {
    for (String option : List.of("--retry-failed", "--dry-run")) {
      assertThat(Program.run("study", "--recorded", "x", option).err())
          .contains(option + " goes with --config");
    }
  }
}
