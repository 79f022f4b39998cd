package io.github.em4j.openai;

import static io.github.em4j.openai.FakeServer.answer;
import static io.github.em4j.openai.FakeServer.body;
import static io.github.em4j.openai.FakeServer.chat;
import static io.github.em4j.openai.FakeServer.error;
import static io.github.em4j.openai.FakeServer.json;
import static io.github.em4j.openai.FakeServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.Prompt;
import io.github.em4j.openai.OpenAiException.Kind;
import io.github.em4j.openai.UnreadableAnswerException.Defect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenAiClientTest {
  private static final ChatRequest REQUEST =
      ChatRequest.builder("m", Prompt.of("same?")).maxTokens(5).build();

  private final FakeTime time = new FakeTime();
  private FakeServer server = FakeServer.scripted(answer("Yes"));
  private OpenAiClient client = client().build();

  private OpenAiClient.Builder client() {
    return OpenAiClient.builder(server.baseUrl())
        .apiKey(() -> "sk-secret-1")
        .time(time)
        .jitter(() -> 0.5);
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

  @Test
  void asksAndReadsTheAnswer() {
    ChatAnswer answer = client.chat(REQUEST);
    assertThat(answer.text()).isEqualTo("Yes");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(answer.usage()).isEqualTo(new TokenUsage(11, 2));
    assertThat(answer.cachedPromptTokens()).isEqualTo(5);
    assertThat(answer.model()).isEqualTo("m-2026");
    assertThat(answer.requestId()).hasValue("req_1");
    var request = server.requests().get(0);
    assertThat(request.getTarget()).isEqualTo("/v1/chat/completions");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer sk-secret-1");
    assertThat(body(request))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"same?\"}],"
                + "\"max_tokens\":5}");
  }

  @ParameterizedTest
  @CsvSource({
    "401,invalid_api_key,AUTHENTICATION,1",
    "402,no_money,QUOTA,1",
    "403,forbidden,PERMISSION,1",
    "404,model_not_found,NOT_FOUND,1",
    "429,rate_limit_exceeded,RATE_LIMIT,3",
    "429,insufficient_quota,QUOTA,1",
    "400,context_length_exceeded,BAD_REQUEST,1",
    "400,content_filter,CONTENT_FILTER,1",
    "413,too_large,BAD_REQUEST,1",
    "422,unprocessable,BAD_REQUEST,1",
    "302,moved,BAD_REQUEST,1",
    "408,timeout,SERVER,3",
    "409,conflict,SERVER,3",
    "500,server_error,SERVER,3",
    "503,overloaded,SERVER,3"
  })
  void everyErrorHasItsException(int status, String code, Kind kind, int attempts) {
    serve(error(status, code, "what happened"));
    with(client().retries(RetryPolicy.builder().attempts(3).build()));
    OpenAiException error = failure(OpenAiException.class);
    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.status()).hasValue(status);
    assertThat(error.serverCode()).hasValue(code);
    assertThat(error.serverMessage()).hasValue("what happened");
    assertThat(error.requestId()).hasValue("req_1");
    assertThat(error.isRetryable()).isEqualTo(attempts > 1);
    assertThat(error).hasMessageContaining("what happened").hasMessageContaining("'m'");
    assertThat(server.requests()).hasSize(attempts);
    assertThat(client.statistics().failedAttempts()).containsEntry(kind, (long) attempts);
    assertThat(client.statistics().failedCalls()).containsEntry(kind, 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"choices\":[{\"mess|TRUNCATED|2",
        "''|TRUNCATED|2",
        "<html>Bad gateway</html>|NOT_JSON|2",
        "{\"choices\":[]}|NO_CHOICES|2",
        "[]|WRONG_SHAPE|1",
        "{\"object\":\"list\"}|WRONG_SHAPE|1",
        "{\"choices\":[{\"index\":0}]}|WRONG_SHAPE|1",
        "{\"choices\":[{\"message\":{\"content\":7}}]}|WRONG_SHAPE|1",
      })
  void answersThatCannotBeReadAreToldApart(String answer, Defect defect, int attempts) {
    serve(json(200, answer));
    with(client().retries(RetryPolicy.builder().attempts(2).build()));
    UnreadableAnswerException error = failure(UnreadableAnswerException.class);
    assertThat(error.defect()).isEqualTo(defect);
    assertThat(server.requests()).hasSize(attempts);
    assertThat(client.statistics().unreadable()).containsEntry(defect, (long) attempts);
  }

  @Test
  void anErrorInAnAnswerOfSuccessIsAnError() {
    serve(json(200, "{\"error\":{\"message\":\"upstream is busy\",\"code\":429}}"), answer("Yes"));
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yes");
    assertThat(client.statistics().failedAttempts()).containsEntry(Kind.RATE_LIMIT, 1L);
  }

  @Test
  void cutOffAndFilteredAnswersAreCounted() {
    serve(
        json(200, chat("Yes", "length", "null")),
        json(200, chat("", "content_filter", "null")),
        json(200, chat("", "tool_calls", "null")));
    assertThat(client.chat(REQUEST).finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(client.chat(REQUEST).finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(client.chat(REQUEST).finishReason()).isEqualTo(FinishReason.OTHER);
    assertThat(client.statistics().finishes())
        .containsEntry(FinishReason.LENGTH, 1L)
        .containsEntry(FinishReason.CONTENT_FILTER, 1L);
    assertThat(client.statistics().usage()).isEqualTo(new TokenUsage(33, 6));
  }

  @Test
  void waitsAsLongAsTheServerAsksAndALittleMore() {
    serve(response(429, "{}").addHeader("Retry-After", "7").build(), answer("Yes"));
    client.chat(REQUEST);
    // 7 s and half of the 0.5 s that the first retry waits at most.
    assertThat(time.nanos()).isEqualTo(Duration.ofMillis(7_250).toNanos());
  }

  @Test
  void readsADateToWaitFor() {
    serve(
        response(503, "").addHeader("Retry-After", "Thu, 01 Jan 2026 00:00:20 GMT").build(),
        answer("Yes"));
    client.chat(REQUEST);
    assertThat(time.sleeps()).containsExactly(Duration.ofMillis(20_250));
  }

  @Test
  void backsOffExponentiallyWithFullJitter() {
    serve(error(500, "e", "down"));
    with(
        client()
            .retries(
                RetryPolicy.builder()
                    .attempts(6)
                    .delays(Duration.ofSeconds(1), Duration.ofSeconds(6))
                    .build()));
    failure(ServerFailureException.class);
    assertThat(time.sleeps())
        .containsExactly(
            Duration.ofMillis(500),
            Duration.ofMillis(1000),
            Duration.ofMillis(2000),
            Duration.ofMillis(3000),
            Duration.ofMillis(3000));
  }

  @Test
  void aRateLimitHoldsBackTheOtherCallsToTheModel() {
    serve(response(429, "{}").addHeader("Retry-After", "100").build(), answer("Yes"), answer("No"));
    with(client().totalTimeout(Duration.ofSeconds(10)));
    failure(RateLimitException.class);
    assertThat(time.sleeps()).as("100 s are more than the call may take").isEmpty();
    serve(response(429, "{}").addHeader("Retry-After", "100").build(), answer("Yes"));
    with(client().retries(RetryPolicy.builder().attempts(2).build()));
    client.chat(REQUEST);
    client.chat(REQUEST);
    assertThat(time.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(100).toNanos());
  }

  @Test
  void keepsToTheRequestsThatTheServerHasLeft() {
    MockResponse last =
        response(200, chat("Yes"))
            .addHeader("x-ratelimit-limit-requests", "60")
            .addHeader("x-ratelimit-remaining-requests", "0")
            .addHeader("x-ratelimit-reset-requests", "1m0s")
            .build();
    serve(last);
    client.chat(REQUEST);
    assertThat(time.sleeps()).isEmpty();
    client.chat(REQUEST);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void keepsToTheTokensThatTheServerHasLeft() {
    MockResponse last =
        response(200, chat("Yes"))
            .addHeader("x-ratelimit-limit-tokens", "60000")
            .addHeader("x-ratelimit-remaining-tokens", "0")
            .addHeader("x-ratelimit-reset-tokens", "60s")
            .build();
    serve(last);
    client.chat(ChatRequest.builder("m", Prompt.of("x".repeat(7_940))).maxTokens(1).build());
    client.chat(ChatRequest.builder("m", Prompt.of("x".repeat(7_940))).maxTokens(1_000).build());
    // 8,000 bytes are about 2,000 tokens, and 1,000 may be written: 3 s at 1,000 a second.
    assertThat(time.nanos()).isBetween(2_990_000_000L, 3_010_000_000L);
  }

  @Test
  void otherModelsHaveTheirOwnLimits() {
    MockResponse last =
        response(200, chat("Yes"))
            .addHeader("x-ratelimit-limit-requests", "60")
            .addHeader("x-ratelimit-remaining-requests", "0")
            .addHeader("x-ratelimit-reset-requests", "1m0s")
            .build();
    serve(last);
    client.chat(REQUEST);
    client.chat(ChatRequest.builder("another", Prompt.of("same?")).build());
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void doesAsTheServerSaysAboutRetries() {
    serve(response(500, "{}").addHeader("x-should-retry", "false").build(), answer("Yes"));
    failure(ServerFailureException.class);
    serve(response(400, "{}").addHeader("x-should-retry", "true").build(), answer("Yes"));
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yes");
  }

  @Test
  void anEmptyBudgetEndsRetries() {
    serve(error(500, "e", "down"));
    with(client().retries(RetryPolicy.builder().attempts(3).budget(3, 0).build()));
    for (int i = 0; i < 4; i++) {
      failure(ServerFailureException.class);
    }
    assertThat(server.requests()).hasSize(4 + 3);
  }

  @Test
  void brokenConnectionsAreTriedAgain() {
    serve(
        response(200, chat("Yes")).onResponseBody(new SocketEffect.CloseSocket()).build(),
        response(200, "").onResponseStart(new SocketEffect.CloseSocket()).build(),
        answer("Yes"));
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yes");
    assertThat(client.statistics().attempts()).isEqualTo(3);
    assertThat(client.statistics().failedAttempts()).containsEntry(Kind.CONNECTION, 2L);
  }

  @Test
  void aServerThatIsNotThereIsAConnectionThatFailed() {
    server.close();
    with(client().retries(RetryPolicy.NONE));
    ConnectionFailedException error = failure(ConnectionFailedException.class);
    assertThat(error.isRetryable()).isTrue();
    assertThat(error.status()).isEmpty();
  }

  @Test
  void anAnswerThatDoesNotComeIsATimeout() {
    serve(response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build());
    with(client().attemptTimeout(Duration.ofMillis(50)).retries(RetryPolicy.NONE));
    assertThat(failure(CallTimeoutException.class).isRetryable()).isTrue();
  }

  @Test
  void cancellingAbortsTheRequestAndFreesItsPlace() throws Exception {
    var asked = new CountDownLatch(1);
    var count = new AtomicInteger();
    server.close();
    server =
        FakeServer.answering(
            request -> {
              asked.countDown();
              return count.getAndIncrement() == 0
                  ? response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build()
                  : answer("Yes");
            });
    with(client().concurrency(1));
    CompletableFuture<ChatAnswer> call = client.chatAsync(REQUEST);
    asked.await();
    call.cancel(true);
    assertThat(client.chat(REQUEST).text()).isEqualTo("Yes");
    assertThat(client.statistics().failedCalls()).containsEntry(Kind.CANCELLED, 1L);
  }

  @Test
  void anInterruptAbortsTheRequest() throws Exception {
    var asked = new CountDownLatch(1);
    server.close();
    server =
        FakeServer.answering(
            request -> {
              asked.countDown();
              return response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build();
            });
    with(client());
    var thrown = new CompletableFuture<Throwable>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                client.chat(REQUEST);
              } catch (CallCancelledException e) {
                thrown.complete(e);
              }
            });
    waiting.start();
    asked.await();
    waiting.interrupt();
    assertThat(thrown.get()).isInstanceOf(CallCancelledException.class);
    waiting.join();
  }

  @Test
  void closingAbortsWhatIsUnderWayAndRefusesMore() throws Exception {
    serve(response(200, "").onResponseStart(SocketEffect.Stall.INSTANCE).build());
    CompletableFuture<ChatAnswer> call = client.chatAsync(REQUEST);
    client.close();
    client.close();
    assertThat(call).isCompletedExceptionally();
    assertThatIllegalStateException().isThrownBy(() -> client.chat(REQUEST));
  }

  @Test
  void azureHasItsOwnAddressesAndHeader() {
    with(
        OpenAiClient.azure("http://localhost:" + server.port() + "/", "2024-10-21")
            .apiKey(() -> "azure-key"));
    client.chat(REQUEST);
    var request = server.requests().get(0);
    assertThat(request.getTarget())
        .isEqualTo("/openai/deployments/m/chat/completions?api-version=2024-10-21");
    assertThat(request.getHeaders().get("api-key")).isEqualTo("azure-key");
    assertThat(request.getHeaders().get("Authorization")).isNull();
  }

  @Test
  void sendsNoKeyWhereThereIsNone() {
    with(OpenAiClient.builder(server.baseUrl()).header("X-Team", "matching"));
    client.chat(REQUEST);
    Headers headers = server.requests().get(0).getHeaders();
    assertThat(headers.get("Authorization")).isNull();
    assertThat(headers.get("X-Team")).isEqualTo("matching");
  }

  @Test
  void aServerThatWantsAKeyIsToldApartFromOneThatRefusesIt() {
    serve(FakeServer.error(401, "invalid_api_key", "who are you"));
    assertThat(failure(AuthenticationException.class)).hasMessageNotContaining("without a key");
    with(OpenAiClient.builder(server.baseUrl()));
    assertThat(failure(AuthenticationException.class))
        .hasMessageContaining(", without a key: HTTP 401");
  }

  @Test
  void aKeyThatIsReplacedIsUsedFromTheNextAttemptOn() {
    var number = new AtomicInteger();
    serve(FakeServer.json(500, "oops"), answer("Yes"));
    with(client().apiKey(() -> "sk-key-" + number.incrementAndGet()));
    client.chat(REQUEST);
    client.chat(REQUEST);
    assertThat(server.requests())
        .extracting(request -> request.getHeaders().get("Authorization"))
        .containsExactly("Bearer sk-key-1", "Bearer sk-key-2", "Bearer sk-key-3");
  }

  @Test
  void anAddressWhereNobodySpeaksTheProtocolIsNamedAsSuch() {
    serve(FakeServer.json(404, "<html>not found</html>"));
    assertThat(failure(ResourceNotFoundException.class))
        .hasMessageContaining("most base URLs end in /v1");
    serve(FakeServer.error(404, "model_not_found", "no such model"));
    assertThat(failure(ResourceNotFoundException.class)).hasMessageNotContaining("base URL");
  }

  @Test
  void refusesBaseUrlsThatAreNone() {
    for (String bad :
        List.of("localhost:11434/v1", "ftp://host/", "http://", "https://host/v1?key=1", "h ttp")) {
      assertThatIllegalArgumentException().isThrownBy(() -> OpenAiClient.builder(bad));
    }
  }

  @Test
  void takesHostsWithUnderscoresAsContainersHaveThem() {
    for (String good :
        List.of("http://vllm_server:8000/v1", "https://vllm_server", "http://[::1]:8/v1")) {
      assertThat(OpenAiClient.builder(good).build().toString()).contains(good);
      assertThat(HttpUrl.get(good).port()).isPositive();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OpenAiClient.builder("http://vllm_server:80000/v1"))
        .withMessageContaining("at most 65535, found 80000");
  }

  @Test
  void theMostTokensThatARequestCanAllowAreCounted() {
    ChatRequest huge =
        ChatRequest.builder("m", Prompt.of("q")).maxTokens(Integer.MAX_VALUE).build();
    assertThat(client.cost(huge, 400).estimatedTokens()).isEqualTo(Integer.MAX_VALUE + 100L);
  }

  @Test
  void listsModels() {
    serve(json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"a\"},{\"id\":\"b\",\"x\":1}]}"));
    assertThat(client.models()).containsExactly("a", "b");
    assertThat(server.requests().get(0).getMethod()).isEqualTo("GET");
  }

  @Test
  void embedsTextsInTheOrderOfTheirNumbers() {
    serve(
        json(
            200,
            "{\"data\":[{\"index\":1,\"embedding\":[0.5,1]},{\"index\":0,\"embedding\":\"AACAPwAAAEA=\"}],"
                + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}"));
    EmbeddingAnswer answer =
        client.embed(new EmbeddingRequest("e", List.of("x", "y"), java.util.OptionalInt.empty()));
    assertThat(answer.vectors().get(0)).containsExactly(1f, 2f);
    assertThat(answer.vectors().get(1)).containsExactly(0.5f, 1f);
    assertThat(answer.usage()).isEqualTo(new TokenUsage(4, 0));
  }

  @Test
  void refusesVectorsThatDoNotBelongToTheTexts() {
    for (String data :
        List.of(
            "[{\"index\":0,\"embedding\":[1]}]",
            "[{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}]",
            "[{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1,2]}]",
            "[{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}]")) {
      serve(json(200, "{\"data\":" + data + "}"));
      assertThatThrownBy(
              () ->
                  client.embed(
                      new EmbeddingRequest("e", List.of("x", "y"), java.util.OptionalInt.empty())))
          .isInstanceOf(UnreadableAnswerException.class);
    }
  }
}
