package io.github.em4j.openai;

import static io.github.em4j.openai.FakeServer.answer;
import static io.github.em4j.openai.FakeServer.json;
import static io.github.em4j.openai.FakeServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.OpenAiException.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is broken, mistaken or evil costs one call, and never memory, time or money. */
final class HostileServerTest {
  private static final ChatRequest REQUEST =
      ChatRequest.builder("m", Prompt.of("same?")).maxTokens(5).build();

  private final FakeTime time = new FakeTime();
  private FakeServer server = FakeServer.scripted(answer("Yes"));
  private OpenAiClient client = client().build();

  private OpenAiClient.Builder client() {
    return OpenAiClient.builder(server.baseUrl()).apiKey(() -> "sk-secret-1").time(time);
  }

  private void serve(MockResponse... answers) {
    server.close();
    server = FakeServer.scripted(answers);
    with(client());
  }

  private void with(OpenAiClient.Builder builder) {
    client.close();
    client = builder.build();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private <E extends OpenAiException> E failure(Class<E> type) {
    return catchThrowableOfType(type, () -> client.chat(REQUEST));
  }

  /** An answer that is small on the wire and has 64 MB of spaces in it. */
  private static MockResponse bomb(int status) throws IOException {
    var packed = new Buffer();
    var spaces = new byte[1 << 20];
    java.util.Arrays.fill(spaces, (byte) ' ');
    try (var gzip = new GZIPOutputStream(packed.outputStream())) {
      gzip.write("{\"choices\":[".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 64; i++) {
        gzip.write(spaces);
      }
      gzip.write("]}".getBytes(StandardCharsets.UTF_8));
    }
    return response(status, "").addHeader("Content-Encoding", "gzip").body(packed).build();
  }

  @Test
  void anAnswerThatSwellsIsNotReadAndNotAskedForAgain() throws IOException {
    serve(bomb(200));
    UnreadableAnswerException error = failure(UnreadableAnswerException.class);
    assertThat(error.defect()).hasToString("TOO_LARGE");
    assertThat(error.isRetryable()).isFalse();
    assertThat(error).hasMessageContaining("bytes that it may");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void ofAnErrorThatSwellsOnlyTheBeginningIsRead() throws IOException {
    serve(bomb(400));
    BadRequestException error = failure(BadRequestException.class);
    assertThat(error.serverMessage()).hasValue("{\"choices\":[");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1000000000", "99999999999", "999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void aPauseThatNoCallOutlivesIsKeptToWithoutWaiting(String wait) {
    serve(response(429, "{}").addHeader("Retry-After", wait).build(), answer("Yes"));
    failure(RateLimitException.class);
    for (int i = 0; i < 20; i++) {
      assertThat(failure(RateLimitException.class)).hasMessageContaining("rate limit");
    }
    assertThat(server.requests()).as("20 more calls did not ask").hasSize(1);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void aLimitThatIsFullAgainInYearsIsNotWaitedFor() {
    serve(
        response(200, FakeServer.chat("Yes"))
            .addHeader("x-ratelimit-limit-requests", "10")
            .addHeader("x-ratelimit-remaining-requests", "0")
            .addHeader("x-ratelimit-reset-requests", "99999h")
            .build());
    client.chat(REQUEST);
    RateLimitException error = failure(RateLimitException.class);
    assertThat(error.isRetryable()).isTrue();
    assertThat(error).hasMessageContaining("later than the call may last");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void theTotalTimeoutCutsAnAttemptShort() {
    serve(response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build());
    with(client().attemptTimeout(Duration.ofHours(1)).totalTimeout(Duration.ofMillis(50)));
    failure(CallTimeoutException.class);
    assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void aCallThatSleptPastItsTotalTimeoutIsATimeout() {
    var oversleeping =
        new FakeTime() {
          @Override
          public synchronized void sleep(Duration duration) throws InterruptedException {
            super.sleep(duration.multipliedBy(100));
          }
        };
    serve(response(503, "{}").addHeader("Retry-After", "1").build());
    with(client().time(oversleeping).totalTimeout(Duration.ofSeconds(50)));
    assertThat(failure(CallTimeoutException.class)).hasMessageContaining("PT50S");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void aCallThatIsGivenUpFromOutsideIsAborted() throws Exception {
    var events = new java.util.concurrent.LinkedBlockingQueue<CallEvent>();
    serve(response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build());
    with(client().listener(events::add));
    CompletableFuture<ChatAnswer> call = client.chatAsync(REQUEST);
    assertThat(events.take()).isInstanceOf(CallEvent.Sent.class);
    call.completeExceptionally(new java.util.concurrent.TimeoutException());
    CallEvent end = events.poll(30, TimeUnit.SECONDS);
    assertThat(end).isInstanceOf(CallEvent.Failed.class);
    assertThat(((CallEvent.Failed) end).error().kind()).isEqualTo(Kind.CANCELLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"prompt_tokens\":\"11\",\"completion_tokens\":\"2\"} | 11 | 2 | 0.000013",
        "{\"prompt_tokens\":11.0,\"completion_tokens\":2}       | 11 | 2 | 0.000013",
        // What cannot be believed counts as the most that the request could cost.
        "null                                                   | 0  | 0 | 0.00008",
        "{}                                                     | 0  | 0 | 0.00008",
        "{\"prompt_tokens\":11}                                 | 11 | 0 | 0.00008",
        "{\"prompt_tokens\":-5,\"completion_tokens\":2}         | 0  | 2 | 0.00008",
        "{\"prompt_tokens\":9000000000000000000,\"completion_tokens\":9000000000000000000} | 0 | 0"
            + " | 0.00008",
      })
  void countsThatAreMissingOrAbsurdDoNotFoolTheSpendLimit(
      String usage, long prompt, long completion, BigDecimal spent) {
    serve(
        json(
            200,
            "{\"choices\":[{\"message\":{\"content\":\"Yes\"},\"finish_reason\":\"stop\"}],\"usage\":%s}"
                .formatted(usage)));
    with(
        client()
            .spendLimit(
                SpendLimit.builder()
                    .money(BigDecimal.ONE)
                    .prices("m", TokenPrices.of("1", "1"))
                    .build()));
    ChatAnswer answer = client.chat(REQUEST);
    assertThat(answer.usage()).isEqualTo(new TokenUsage(prompt, completion));
    assertThat(client.statistics().spent().orElseThrow())
        .isBetween(spent, spent.add(new BigDecimal("0.00002")));
  }

  @Test
  void logProbabilitiesWrittenAsTextAreRead() {
    serve(
        json(
            200,
            FakeServer.chat(
                "Yes",
                "stop",
                "{\"content\":[{\"token\":\"Yes\",\"logprob\":\"-0.5\",\"top_logprobs\":[{\"token\":\"No\",\"logprob\":\"-1e0\"},"
                    + "{\"token\":\"x\",\"logprob\":\"much\"},{\"token\":3,\"logprob\":-1},{\"logprob\":-1}]}]}")));
    TokenLogProbability token = client.chat(REQUEST).logProbabilities().get(0);
    assertThat(token.logProbability()).isEqualTo(-0.5);
    assertThat(token.top()).containsExactly(new TokenLogProbability.Alternative("No", -1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/png", "application/json; charset=utf-16", "nonsense"})
  void theTypeThatAnAnswerClaimsToHaveMeansNothing(String type) {
    serve(response(200, FakeServer.chat("Yés")).setHeader("Content-Type", type).build());
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yés");
  }

  @Test
  void answersNestedWithoutEndAreNoJson() {
    serve(json(200, "[".repeat(200_000)));
    with(client().retries(RetryPolicy.NONE));
    failure(UnreadableAnswerException.class);
  }

  @Test
  void aServerThatStartsAnewIsWaitedFor() throws IOException {
    int port = server.port();
    var restarting =
        new FakeTime() {
          @Override
          public synchronized void sleep(Duration duration) throws InterruptedException {
            super.sleep(duration);
            if (sleeps().size() == 12) {
              server = FakeServer.scriptedAt(port, answer("Yes"));
            }
          }
        };
    with(client().time(restarting));
    client.chat(REQUEST);
    server.close();
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yes");
    assertThat(client.statistics().attempts()).isEqualTo(14);
  }

  @Test
  void aServerThatStaysAwayIsNotWaitedForLongerThanACallMayLast() {
    client.chat(REQUEST);
    server.close();
    failure(ConnectionFailedException.class);
    assertThat(Duration.ofNanos(time.nanos()))
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  @Test
  void aPortThatNoHostHasIsRefusedAtTheDoor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiClient.builder("http://localhost:99999/v1"))
        .withMessageContaining("99999");
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFailureOfTheServer(@TempDir Path folder) throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> client.files().download("file-1", noFolder.resolve("out")))
        .isInstanceOf(EntityMatchingException.class)
        .isNotInstanceOf(OpenAiException.class)
        .hasMessageContaining("cannot be written");
    assertThat(server.requests()).isEmpty();
    if (Files.isWritable(Path.of("/dev/full"))) {
      var full = new java.io.FileOutputStream("/dev/full");
      assertThatThrownBy(() -> LocalFileException.telling(full).write(new byte[10]))
          .isInstanceOf(LocalFileException.class);
    }
  }

  @Test
  void closingLeavesNoThreadThatWorks() throws InterruptedException {
    var asked = new CountDownLatch(4);
    server.close();
    server =
        FakeServer.answering(
            request -> {
              asked.countDown();
              return response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build();
            });
    with(client().concurrency(4));
    for (int i = 0; i < 200; i++) {
      CompletableFuture<ChatAnswer> unused = client.chatAsync(REQUEST);
    }
    asked.await();
    client.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("em4j-openai-")) {
        thread.join(30_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    assertThat(server.requests()).hasSize(4);
  }
}
