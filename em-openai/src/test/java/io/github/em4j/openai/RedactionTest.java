package io.github.em4j.openai;

import static io.github.em4j.openai.FakeServer.answer;
import static io.github.em4j.openai.FakeServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.em4j.model.Prompt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ResourceBundle;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key is seen by the server and by nobody else. */
final class RedactionTest {
  private static final String KEY = "sk-proj-ABCDEFG1234567890";
  private static final String PROMPT = "the confidential description";

  /** Everything that anybody was told. */
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  private final Logger root = Logger.getLogger("");
  private final java.util.logging.Level before = root.getLevel();
  private final Handler spy =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          if (record.getLoggerName().startsWith("mockwebserver3")) {
            // The server knows the key, and says so.
            return;
          }
          seen.add(String.valueOf(record.getMessage()));
          if (record.getThrown() != null) {
            seen.add(stackTrace(record.getThrown()));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listenToAllLogs() {
    spy.setLevel(java.util.logging.Level.ALL);
    root.addHandler(spy);
    root.setLevel(java.util.logging.Level.ALL);
  }

  @AfterEach
  void stopListening() {
    root.removeHandler(spy);
    root.setLevel(before);
  }

  private static String stackTrace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private final class Log implements System.Logger {
    @Override
    public String getName() {
      return "calls";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
      seen.add(message);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... params) {
      seen.add(format);
    }
  }

  private List<String> seenWith(String text) {
    return List.copyOf(seen).stream().filter(line -> line.contains(text)).toList();
  }

  private void play(OpenAiClient.Builder builder) {
    try (OpenAiClient client =
        builder
            .apiKey(() -> KEY)
            .header("X-Gateway-Token", "gateway-secret-99")
            .time(new FakeTime())
            .retries(RetryPolicy.builder().attempts(2).build())
            .listener(CallListener.logging(new Log()).andThen(event -> seen.add(event.toString())))
            .build()) {
      ChatRequest request = ChatRequest.builder("m", Prompt.of(PROMPT)).build();
      Throwable thrown = catchThrowable(() -> client.chat(request));
      if (thrown != null) {
        seen.add(stackTrace(thrown));
        ((OpenAiException) thrown).serverMessage().ifPresent(seen::add);
        ((OpenAiException) thrown).serverCode().ifPresent(seen::add);
        ((OpenAiException) thrown).requestId().ifPresent(seen::add);
      }
      seen.add(client.toString());
      seen.add(client.statistics().toString());
      seen.add(request.toString());
      seen.add(OpenAiModel.builder(client, "m").build().id().toString());
    }
  }

  @Test
  void noKeyIsSeenWhateverTheServerDoes() {
    String echo =
        "{\"error\":{\"message\":\"wrong key "
            + KEY
            + " via gateway-secret-99\",\"code\":\""
            + KEY
            + "\"}}";
    List<MockResponse> answers =
        List.of(
            answer("Yes"),
            response(200, FakeServer.chat("Yes")).setHeader("x-request-id", KEY).build(),
            response(200, "no JSON").setHeader("x-request-id", KEY).build(),
            FakeServer.json(401, echo),
            FakeServer.json(500, echo),
            FakeServer.json(200, echo),
            FakeServer.json(400, "Bearer " + KEY),
            FakeServer.json(200, "Bearer " + KEY),
            response(429, echo).setHeader("x-request-id", KEY).build(),
            response(302, "").addHeader("Location", "http://localhost:1/" + KEY).build(),
            new MockResponse.Builder().status("HTTP/9 " + KEY).build(),
            response(200, "").onResponseStart(new SocketEffect.CloseSocket()).build());
    for (MockResponse reply : answers) {
      try (FakeServer server = FakeServer.scripted(reply)) {
        play(OpenAiClient.builder(server.baseUrl()));
        play(OpenAiClient.azure("http://localhost:" + server.port(), "2024-10-21"));
        assertThat(server.requests().get(0).getHeaders().get("Authorization"))
            .isEqualTo("Bearer " + KEY);
      }
    }
    assertThat(seen).hasSizeGreaterThan(100);
    assertThat(seenWith(KEY)).isEmpty();
    assertThat(seenWith("gateway-secret-99")).isEmpty();
    assertThat(seenWith(PROMPT)).isEmpty();
    assertThat(seenWith("[redacted]")).isNotEmpty();
  }

  @Test
  void aKeyBehindAnErrorIsFound() {
    var redaction = new Redaction(List.of(KEY));
    var inner = new RuntimeException("inner");
    var deep = new IllegalStateException("outer", inner);
    inner.addSuppressed(new java.io.IOException("Bearer " + KEY));
    inner.initCause(deep);
    assertThat(redaction.concerns(deep)).isTrue();
    assertThat(redaction.concerns(new IllegalStateException("outer", new RuntimeException())))
        .isFalse();
  }

  /** A server that quotes what it was asked, as many do in their errors. */
  private List<String> logged(CallListener listener) {
    String echo =
        "{\"error\":{\"message\":\"bad input: " + PROMPT + " " + KEY + "\",\"code\":\"bad\"}}";
    for (MockResponse reply :
        List.of(
            FakeServer.json(400, echo),
            FakeServer.json(500, echo),
            FakeServer.json(429, echo),
            FakeServer.json(200, echo),
            answer(PROMPT))) {
      try (FakeServer server = FakeServer.scripted(reply);
          OpenAiClient client =
              OpenAiClient.builder(server.baseUrl())
                  .apiKey(() -> KEY)
                  .time(new FakeTime())
                  .retries(RetryPolicy.builder().attempts(2).build())
                  .listener(listener)
                  .build()) {
        Throwable unused =
            catchThrowable(() -> client.chat(ChatRequest.builder("m", Prompt.of(PROMPT)).build()));
      }
    }
    assertThat(seenWith(KEY)).isEmpty();
    return seenWith(PROMPT);
  }

  @Test
  void logsHoldNothingOfThePromptAlsoWhereTheServerQuotesIt() {
    assertThat(logged(CallListener.logging(new Log()))).isEmpty();
    assertThat(seenWith("BAD_REQUEST, HTTP 400 bad")).isNotEmpty();
    CallListener failing =
        event -> {
          if (event instanceof CallEvent.Failed failed) {
            throw new IllegalStateException("listener", failed.error());
          }
        };
    assertThat(logged(failing)).isEmpty();
    assertThat(seenWith("a listener failed on a Failed")).isNotEmpty();
  }

  @Test
  void logsHoldPromptsAndAnswersWhereThatIsAskedFor() {
    List<String> lines = logged(CallListener.loggingContent(new Log()));
    assertThat(lines)
        .anyMatch(line -> line.contains("\"content\":\"" + PROMPT))
        .anyMatch(line -> line.contains("answered in"))
        .anyMatch(line -> line.contains("bad input"));
  }

  @Test
  void keysThatHttpRefusesAreNotQuoted() {
    for (String bad : List.of("sk-line\nbreak-123456", "sk-ümlaut-123456", "  ", "")) {
      try (FakeServer server = FakeServer.scripted(answer("Yes"));
          OpenAiClient client = OpenAiClient.builder(server.baseUrl()).apiKey(() -> bad).build()) {
        Throwable thrown =
            catchThrowable(() -> client.chat(ChatRequest.builder("m", Prompt.of("q")).build()));
        assertThat(thrown).isInstanceOf(AuthenticationException.class);
        assertThat(stackTrace(thrown)).doesNotContain("123456");
        assertThat(server.requests()).isEmpty();
      }
    }
  }

  @Test
  void aSecretThatIsPartOfAnotherLeavesNothingOfThat() {
    var redaction = new Redaction(List.of("project", "sk-project-12345"));
    assertThat(redaction.cutOut("key sk-project-12345 of project"))
        .isEqualTo("key [redacted] of [redacted]");
  }

  @Test
  void passwordsInAddressesAreRefusedAndNotQuoted() {
    for (String url :
        List.of(
            "https://user:pa55word@host/v1",
            "https://user:pa55word@gpu_box:8000/v1",
            "https://user:at@pa55word@host/v1",
            "https://user:pa55/word@host/v1",
            "user:pa55word@host/v1",
            "ftp://host_pa55word/v1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OpenAiClient.builder(url))
          .withMessageNotContaining("pa55");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiClient.builder("https://host/v1").header("X", "tok\nen"))
        .withMessageNotContaining("tok");
  }
}
