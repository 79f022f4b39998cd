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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labelled pairs to the name of a model, before a server of one job on this machine. */
final class FineTuneOpenAiCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> uploads = Collections.synchronizedList(new ArrayList<>());
  private final List<String> created = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger looks = new AtomicInteger();
  private HttpServer server;
  private List<String> course =
      List.of("validating_files", "queued", "running", "running", "succeeded");
  private int status = 200;

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

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] bytes =
        answer(exchange.getRequestURI().getPath(), body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String answer(String path, String body) {
    if (status == 401) {
      return "{\"error\":{\"message\":\"no such key\",\"code\":\"invalid_api_key\"}}";
    }
    if (path.endsWith("/files")) {
      uploads.add(body);
      return "{\"id\":\"file-%d\",\"filename\":\"f\",\"bytes\":9}".formatted(uploads.size());
    }
    if (path.endsWith("/events")) {
      return """
      {"data":[{"id":"e2","created_at":2,"level":"info","message":"Step 7/20","type":"metrics",
        "data":{"step":7,"total_steps":20,"train_loss":0.25}},
       {"id":"e1","created_at":1,"level":"info","message":"Files validated"}]}
      """;
    }
    if (path.endsWith("/checkpoints")) {
      return """
      {"data":[{"fine_tuned_model_checkpoint":"ft:base:em4j:step-10","step_number":10,
        "metrics":{"step":10,"full_valid_loss":0.125}}]}
      """;
    }
    if (path.endsWith("/jobs")) {
      created.add(body);
      return job(course.get(0));
    }
    return job(course.get(Math.min(looks.incrementAndGet(), course.size() - 1)));
  }

  private static String job(String state) {
    return """
    {"id":"ftjob-1","status":"%s","model":"base","fine_tuned_model":%s,"trained_tokens":4321,
     "error":%s}
    """
        .formatted(
            state,
            state.equals("succeeded") ? "\"ft:base:em4j\"" : "null",
            state.equals("failed")
                ? "{\"code\":\"invalid_training_file\",\"message\":\"line 3 is too long\"}"
                : "null");
  }

  private Program fineTune(String... more) {
    var line =
        new ArrayList<>(
            List.of(
                "fine-tune-openai",
                "--base-url",
                "http://localhost:" + server.getAddress().getPort() + "/v1"));
    if (!List.of(more).contains("--interval")) {
      line.addAll(List.of("--interval", "0.001"));
    }
    line.addAll(List.of(more));
    return Program.run(line.toArray(String[]::new));
  }

  @Test
  void makesAModelOfLabelledPairsAndTellsWhatItIs() throws IOException {
    Program synthesized = Program.run("synthesize", "--out", folder.toString());
    assertThat(synthesized.status()).as(synthesized.err()).isZero();
    Path figures = folder.resolve("model.json");
    Program program =
        fineTune(
            "--model",
            "base",
            "--train",
            folder.resolve("synthetic-products").toString(),
            "--epochs",
            "2",
            "--suffix",
            "em4j",
            "--json",
            figures.toString());
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).contains("The model is ft:base:em4j");
    assertThat(program.err())
        .contains("Uploaded 2,000 examples, about ", "Files validated", "train_loss")
        .contains("Job ftjob-1")
        .doesNotContain("null");
    assertThat(uploads).hasSize(2);
    assertThat(uploads.get(0))
        .contains("fine-tune", "{\"messages\":[{\"role\":\"user\"", "\"role\":\"assistant\"");
    assertThat(created).hasSize(1);
    JsonNode request = JSON.readTree(created.get(0));
    assertThat(request.path("training_file").asText()).isEqualTo("file-1");
    assertThat(request.path("validation_file").asText()).isEqualTo("file-2");
    assertThat(request.at("/method/supervised/hyperparameters/n_epochs").asInt()).isEqualTo(2);
    assertThat(request.path("suffix").asText()).isEqualTo("em4j");
    assertThat(request.path("seed").asInt()).isEqualTo(42);
    JsonNode model = JSON.readTree(Files.readString(figures));
    assertThat(model.path("model").asText()).isEqualTo("ft:base:em4j");
    assertThat(model.path("baseModel").asText()).isEqualTo("base");
    assertThat(model.path("job").asText()).isEqualTo("ftjob-1");
    assertThat(model.at("/metrics/trained_tokens").asDouble()).isEqualTo(4321);
    assertThat(model.at("/epochs/0/model").asText()).isEqualTo("ft:base:em4j:step-10");
    assertThat(model.at("/epochs/0/metrics/full_valid_loss").asDouble()).isEqualTo(0.125);
    assertThat(model.at("/provenance/trainedOn").asText()).startsWith("synthetic-products ");
  }

  @Test
  void followsAJobThatAnotherProcessStarted() {
    Program program = fineTune("--job", "ftjob-1", "--json", "-");
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.json().path("model").asText()).isEqualTo("ft:base:em4j");
    assertThat(program.json().path("baseModel").asText()).isEqualTo("base");
    assertThat(uploads).isEmpty();
    assertThat(created).isEmpty();
  }

  @Test
  void aJobThatFailsIsAnErrorWithTheServersReason() {
    course = List.of("validating_files", "running", "failed");
    Program program = fineTune("--job", "ftjob-1", "--json", "-");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEmpty();
    assertThat(program.err())
        .contains("Job ftjob-1", "train_loss", "'ftjob-1' failed: line 3 is too long");
  }

  @Test
  void aJobThatSomebodyCancelsIsAnError() {
    course = List.of("running", "cancelled");
    Program program = fineTune("--job", "ftjob-1");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).isEmpty();
    assertThat(program.err()).contains("'ftjob-1' was cancelled");
  }

  @Test
  void tooFewPairsAreRefusedBeforeAnythingIsSent() throws IOException {
    Path pairs = folder.resolve("pairs.csv");
    Files.writeString(
        pairs,
        """
        left_name,right_name,label
        a printer,a printer,1
        a printer,a phone,0
        """);
    Program program = fineTune("--model", "base", "--train", pairs.toString());
    assertThat(program.status()).as(program.err()).isEqualTo(1);
    assertThat(program.err()).contains("at least 10 examples, found 2");
    assertThat(uploads).isEmpty();
    assertThat(created).isEmpty();
  }

  @Test
  void aWrongKeyIsAnErrorThatSaysSo() {
    status = 401;
    Program program = fineTune("--job", "ftjob-1");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err()).contains("HTTP 401 invalid_api_key: no such key");
  }

  @Test
  void optionsThatWouldChangeNothingAreRefused() {
    for (List<String> option : List.of(List.of("--max-cost", "5"), List.of("--journal", "x"))) {
      Program program = fineTune("--job", "ftjob-1", option.get(0), option.get(1));
      assertThat(program.status()).isEqualTo(2);
      assertThat(program.err()).contains("Unknown option");
    }
    for (List<String> option :
        List.of(
            List.of("--model", "other"),
            List.of("--epochs", "3"),
            List.of("--seed", "42"),
            List.of("--valid", "x"),
            List.of("--attributes", "title"))) {
      Program program = fineTune("--job", "ftjob-1", option.get(0), option.get(1));
      assertThat(program.status()).isEqualTo(2);
      assertThat(program.err())
          .contains("--job follows a job as it was started, without " + option.get(0));
    }
    assertThat(looks).hasValue(0);
  }

  @Test
  void looksAreSomeTimeApart() {
    for (String interval : List.of("0", "-1", "NaN")) {
      Program program = fineTune("--job", "ftjob-1", "--interval", interval);
      assertThat(program.status()).isEqualTo(2);
      assertThat(program.err()).contains("--interval needs a positive number of seconds");
    }
  }
}
