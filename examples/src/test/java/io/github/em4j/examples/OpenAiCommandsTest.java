package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.em4j.openai.OpenAiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that ask a server, before a small one on this machine. */
final class OpenAiCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final AtomicInteger questions = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private boolean scores = true;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/v1";
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] request = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    int status = 200;
    String answer = "{\"data\":[]}";
    if (path.startsWith("/v1/wrong/")) {
      status = 404;
      answer = "404 page not found";
    } else if (path.endsWith("/models")) {
      answer = "{\"data\":[{\"id\":\"m\"},{\"id\":\"n\"}]}";
    } else if (path.endsWith("/chat/completions")) {
      questions.incrementAndGet();
      JsonNode question = JSON.readTree(request);
      if (question.path("model").asText().equals("m")) {
        answer = chat(question);
      } else {
        status = 404;
        answer = "{\"error\":{\"message\":\"no such model\",\"code\":\"model_not_found\"}}";
      }
    } else if (path.endsWith("/fine_tuning/jobs") || path.endsWith("/embeddings")) {
      status = 404;
      answer = "{\"error\":{\"message\":\"no such path\",\"code\":\"unknown_url\"}}";
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Says Yes where both records begin with the same word. */
  private String chat(JsonNode request) {
    if (request.has("response_format")) {
      return "{\"choices\":[{\"message\":{\"content\":\"%s\"}}]}"
          .formatted(scores ? "{\\\"match\\\": true}" : "Yes");
    }
    String[] sides =
        request.path("messages").get(0).path("content").asText().split("Entity [12]: ", -1);
    boolean same = sides.length == 3 && sides[1].split(" ", 2)[0].equals(sides[2].split(" ", 2)[0]);
    String word = same ? "Yes" : "No";
    String logProbabilities =
        request.path("logprobs").asBoolean() && scores
            ? """
            {"content":[{"token":"%s","logprob":-0.1,"top_logprobs":[
              {"token":"%s","logprob":-0.1},{"token":"%s","logprob":-2.4}]}]}
            """
                .formatted(word, word, same ? "No" : "Yes")
            : "null";
    return """
    {"choices":[{"message":{"content":"%s"},"logprobs":%s,"finish_reason":"stop"}],
     "usage":{"prompt_tokens":50,"completion_tokens":1}}
    """
        .formatted(word, logProbabilities);
  }

  private Program evaluate(String... more) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("evaluate", "--matcher", "openai", "--base-url", url(), "--model", "m"));
    line.addAll(List.of("--limit", "20"));
    line.addAll(List.of(more));
    return Program.run(line.toArray(String[]::new));
  }

  @Test
  void evaluatesAModelOfAServer() {
    Program program = evaluate("--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json()).hasSize(2);
    assertThat(program.json().get(0).path("matcher").asText()).isEqualTo("openai");
    assertThat(program.err()).contains("Asked the server 40 times (40 attempts): 2,000 tokens");
    assertThat(questions).hasValue(40);
  }

  @Test
  void aJournalSparesTheSecondRun() throws IOException {
    Path journal = folder.resolve("run.jsonl");
    assertThat(evaluate("--journal", journal.toString()).status()).isZero();
    assertThat(Files.readAllLines(journal)).hasSize(41);
    Program again = evaluate("--journal", journal.toString());
    assertThat(again.status()).isZero();
    assertThat(again.err()).contains("Asked the server 0 times");
    assertThat(questions).hasValue(40);
  }

  @Test
  void stopsAtTheCostThatIsAllowed() {
    Program program = evaluate("--max-cost", "0.0005", "--prices", "1,1");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains("could pass the spend limit").contains("spent 0.0");
    assertThat(questions.get()).isLessThan(10);
  }

  @Test
  void decidesByTextWhereThereAreNoLogProbabilities() {
    Program program = evaluate("--no-logprobs", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json()).hasSize(2);
  }

  @Test
  void saysSoWhereScoresAreAskedForAndNotGiven() {
    assertThat(evaluate().err()).doesNotContain("log-probabilities");
    scores = false;
    Program program = evaluate();
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err()).contains("every p(match) is 0 or 1");
    assertThat(evaluate("--no-logprobs").err()).doesNotContain("log-probabilities");
  }

  @Test
  void anEmptyKeyIsNone() {
    for (Optional<String> none :
        List.of(Optional.<String>empty(), Optional.of(""), Optional.of(" "))) {
      OpenAiClient.Builder builder = OpenAiClient.builder(url());
      ServerKey.giveTo(builder, none);
      try (OpenAiClient client = builder.build()) {
        assertThat(client.toString()).contains("without a key");
      }
    }
    OpenAiClient.Builder builder = OpenAiClient.builder(url());
    ServerKey.giveTo(builder, Optional.of("sk-12345"));
    try (OpenAiClient client = builder.build()) {
      assertThat(client.toString()).contains("with a key").doesNotContain("12345");
    }
  }

  private Program check(String url, String model) {
    return Program.run("openai-check", "--base-url", url, "--model", model);
  }

  @Test
  void aModelThatTheServerDoesNotHaveIsAnErrorThatNamesTheOthers() {
    Program program = check(url(), "gpt");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).contains("lists 2 models");
    assertThat(program.err())
        .contains("model 'gpt' cannot be asked: HTTP 404: no such model; the server lists m, n");
  }

  @Test
  void anAddressWhereNobodySpeaksTheProtocolIsNamedAsSuch() {
    Program program =
        Program.run(
            "evaluate", "--matcher", "openai", "--base-url", url() + "/wrong", "--model", "m");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains("HTTP 404: 404 page not found; whoever answers there");
    Program check = check(url() + "/wrong", "m");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.err()).contains("is the base URL right? Most end in /v1");
  }

  @Test
  void aSchemaThatIsPassedOverDoesNotWork() {
    scores = false;
    Program program = check(url(), "m");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("not kept to: 'Yes'");
  }

  @Test
  void findsOutWhatTheModelTakesWhereThatIsAskedFor() {
    Program program = evaluate("--probe", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.err())
        .contains("The model takes max_tokens, a temperature; log-probabilities: of 2 tokens");
    assertThat(questions).as("3 questions more").hasValue(43);
  }

  @Test
  void aServerThatCannotBeAskedIsAnErrorAndNoListOfWhatItCannot() {
    String gone = url();
    server.stop(0);
    Program program = Program.run("openai-check", "--base-url", gone, "--model", "m");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).contains("Failed to connect").doesNotContain("embeddings");
  }

  @Test
  void tellsWhatAServerCan() {
    Program program =
        Program.run("openai-check", "--base-url", url(), "--model", "m", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json()).hasSize(9);
    for (JsonNode finding : program.json()) {
      boolean works = !List.of("embeddings", "fine-tuning").contains(finding.path("what").asText());
      assertThat(finding.path("works").asBoolean()).as(finding.toString()).isEqualTo(works);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          evaluate --matcher openai --model m                     | needs --base-url URL
          evaluate --matcher openai --base-url http://localhost/  | needs --model NAME
          evaluate --matcher openai --base-url nowhere --model m  | must begin with http
          evaluate --matcher openai --base-url http://u:p@h/ --model m | must not carry a user
          evaluate --matcher openai --base-url http://h/ --model m --max-cost 1 | needs --prices
          evaluate --matcher openai --base-url http://h/ --model m --device cpu | of --matcher llama
          evaluate --base-url http://localhost/                   | an option of --matcher openai
          evaluate --matcher openai --base-url http://h/ --model m --prices 1,1 | need --max-cost
          fine-tune-openai --base-url http://localhost/ --model m | either --train PATH or --job
          fine-tune-openai --base-url http://localhost/ --train x | needs --model NAME
          openai-check --model m                                  | needs --base-url URL
          evaluate --matcher openai --base-url http://h/ --model m --batches | needs --journal
          """)
  void refusesBadArguments(String line, String message) {
    Program program = Program.run(line.split(" "));
    assertThat(program.status()).as(program.err()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).contains(message);
  }
}
