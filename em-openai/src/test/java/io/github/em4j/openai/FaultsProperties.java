package io.github.em4j.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.model.Completion;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.model.ModelResult;
import io.github.em4j.model.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * Many questions to a server that fails in every way at random: each ends exactly once, in its
 * place, and the server's bad days cost attempts, never answers. 10 tries of 1,000 questions and
 * more requests.
 */
final class FaultsProperties {
  private static final int QUESTIONS = 1_000;
  private static final GenerationOptions SHORT = GenerationOptions.builder().maxTokens(8).build();

  /** How often a server fails in which way, in percent. */
  private static final class BadServer {
    private final int percent;
    private final long seed;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, Integer> answered = new ConcurrentHashMap<>();

    BadServer(int percent, long seed) {
      this.percent = percent;
      this.seed = seed;
    }

    MockResponse answer(RecordedRequest request) {
      int number = requests.incrementAndGet();
      String question = ModelServer.question(ModelServer.parse(request));
      var random = new SplittableRandom(seed * 31 + number);
      if (question.endsWith("7")) {
        return FakeServer.error(400, "bad", "refused for good");
      }
      if (random.nextInt(100) >= percent) {
        answered.merge(question, 1, Integer::sum);
        return ModelServer.answer(request);
      }
      return fault(random, question, ModelServer.answer(request));
    }

    private MockResponse fault(SplittableRandom random, String question, MockResponse good) {
      return switch (random.nextInt(8)) {
        case 0 -> FakeServer.error(429, "rate_limit_exceeded", "slower");
        case 1 -> FakeServer.response(429, "{}").addHeader("retry-after-ms", "15").build();
        case 2 -> FakeServer.json(500, "oops");
        case 3 -> FakeServer.json(200, "{\"choices\":[{\"message\":{\"content\":\"lat");
        case 4 -> good.newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build();
        case 5 -> good.newBuilder().onResponseStart(new SocketEffect.CloseSocket()).build();
        case 6 -> FakeServer.json(502, "<html>bad gateway</html>");
        default -> {
          // Slow, but whole.
          answered.merge(question, 1, Integer::sum);
          yield good.newBuilder().throttleBody(64, 1, TimeUnit.MILLISECONDS).build();
        }
      };
    }
  }

  @Property(tries = 10, seed = "20409", shrinking = ShrinkingMode.OFF)
  void everyQuestionEndsExactlyOnceAndInItsPlace(
      @ForAll @IntRange(min = 0, max = 60) int percent,
      @ForAll @IntRange(min = 4, max = 32) int concurrency,
      @ForAll long seed) {
    var bad = new BadServer(percent, seed);
    var events = new EventGrammar();
    try (FakeServer server = FakeServer.forgetful(bad::answer);
        OpenAiClient client =
            OpenAiClient.builder(server.baseUrl())
                .time(new FakeTime())
                .totalTimeout(Duration.ofDays(1000))
                .concurrency(concurrency)
                .listener(events)
                .retries(RetryPolicy.builder().attempts(60).budget(1_000_000, 0).build())
                .build();
        var model = OpenAiModel.builder(client, "tiny").build()) {
      List<Prompt> prompts =
          IntStream.range(0, QUESTIONS).mapToObj(i -> Prompt.of("q" + i)).toList();
      List<ModelResult<Completion>> results = model.complete(prompts, SHORT);
      assertThat(results).hasSize(QUESTIONS);
      for (int i = 0; i < QUESTIONS; i++) {
        if (i % 10 == 7) {
          assertThat(results.get(i)).isInstanceOf(ModelResult.Failure.class);
        } else {
          assertThat(results.get(i).orElseThrow().text()).isEqualTo(ModelServer.written("q" + i));
        }
      }
      assertThat(bad.answered.values()).allMatch(count -> count == 1);
      assertThat(client.statistics().attempts()).isEqualTo(bad.requests.get());
      assertThat(client.statistics().calls()).isEqualTo(QUESTIONS);
      events.assertComplete(QUESTIONS);
    }
  }
}
