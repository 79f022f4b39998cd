package io.github.em4j.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server on this machine that answers by a function, and remembers what it was asked. */
final class FakeServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  private FakeServer(Function<RecordedRequest, MockResponse> answers, boolean remember, int port) {
    server.setServerSocketFactory(new PromptSockets());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (remember) {
              requests.add(request);
            }
            return answers.apply(request);
          }
        });
    try {
      server.start(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FakeServer answering(Function<RecordedRequest, MockResponse> answers) {
    return new FakeServer(answers, true, 0);
  }

  /** For very many requests. */
  static FakeServer forgetful(Function<RecordedRequest, MockResponse> answers) {
    return new FakeServer(answers, false, 0);
  }

  /** Answers one after the other, the last one for ever. */
  static FakeServer scripted(MockResponse... answers) {
    return scriptedAt(0, answers);
  }

  /** The same at a port that a server had before. */
  static FakeServer scriptedAt(int port, MockResponse... answers) {
    var next = new java.util.concurrent.atomic.AtomicInteger();
    return new FakeServer(
        request -> answers[Math.min(next.getAndIncrement(), answers.length - 1)], true, port);
  }

  String baseUrl() {
    return "http://localhost:" + server.getPort() + "/v1";
  }

  int port() {
    return server.getPort();
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  static String body(RecordedRequest request) {
    return request.getBody() == null
        ? ""
        : new String(request.getBody().toByteArray(), StandardCharsets.UTF_8);
  }

  static MockResponse json(int status, String body) {
    return response(status, body).build();
  }

  static MockResponse.Builder response(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .addHeader("x-request-id", "req_1")
        .body(body);
  }

  static MockResponse error(int status, String code, String message) {
    return json(
        status,
        "{\"error\":{\"message\":\"%s\",\"type\":\"t\",\"param\":null,\"code\":\"%s\"}}"
            .formatted(message, code));
  }

  static String chat(String text) {
    return chat(text, "stop", "null");
  }

  static String chat(String text, String finish, String logProbabilities) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m-2026","unheard_of":{"a":[1]},
     "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},
      "logprobs":%s,"finish_reason":"%s"}],
     "usage":{"prompt_tokens":11,"completion_tokens":2,"total_tokens":13,
      "prompt_tokens_details":{"cached_tokens":5}}}
    """
        .formatted(text, logProbabilities, finish);
  }

  static MockResponse answer(String text) {
    return json(200, chat(text));
  }

  @Override
  public void close() {
    server.close();
  }
}
