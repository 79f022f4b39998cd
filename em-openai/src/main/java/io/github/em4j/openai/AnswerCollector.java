package io.github.em4j.openai;

import io.github.em4j.model.ModelResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Asks many questions at a time and gives the answers in the order of the questions. Looks into the
 * stores first; where there are stores, a question that comes twice in one call is asked once.
 */
final class AnswerCollector implements Asking {
  private final OpenAiClient client;
  private final StoredAnswers stores;
  private final int window;

  AnswerCollector(OpenAiClient client, StoredAnswers stores) {
    this.client = client;
    this.stores = stores;
    // Enough that a slow answer at the head of the line keeps nobody idle.
    this.window = 64 + 4 * client.concurrency();
  }

  /** A question on its way, and its key where there are stores. */
  private record Asked(Optional<AnswerKey> key, CompletableFuture<ChatAnswer> answer) {}

  @Override
  public <T> List<ModelResult<T>> ask(
      Iterator<ChatRequest> requests, Function<ChatAnswer, T> read) {
    var waiting = new ArrayDeque<Asked>();
    var byKey = new HashMap<AnswerKey, Asked>();
    var results = new ArrayList<ModelResult<T>>();
    var end = new RunEnd();
    try {
      while (requests.hasNext() || !waiting.isEmpty()) {
        while (requests.hasNext() && waiting.size() < window) {
          ChatRequest request = requests.next();
          Optional<OpenAiException> reason = end.reason();
          Asked asked =
              reason.isPresent()
                  ? new Asked(Optional.empty(), CompletableFuture.failedFuture(reason.get()))
                  : begin(request, byKey);
          end.watch(asked.answer());
          waiting.add(asked);
        }
        Asked first = waiting.remove();
        ModelResult<T> result = await(first.answer(), read);
        // From now on the stores have it.
        first.key().ifPresent(key -> byKey.remove(key, first));
        results.add(result);
      }
    } finally {
      // The last first, or a worker that is freed would take up the next one.
      waiting.descendingIterator().forEachRemaining(asked -> asked.answer().cancel(true));
    }
    requireSome(results);
    return Collections.unmodifiableList(results);
  }

  private Asked begin(ChatRequest request, Map<AnswerKey, Asked> byKey) {
    if (stores.isEmpty()) {
      return new Asked(Optional.empty(), client.submitChat(request, answer -> {}));
    }
    AnswerKey key = AnswerKey.of(client.context().endpoint(), request);
    return byKey.computeIfAbsent(
        key,
        k ->
            new Asked(
                Optional.of(k),
                stores
                    .find(k, request.model())
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> submit(k, request))));
  }

  private CompletableFuture<ChatAnswer> submit(AnswerKey key, ChatRequest request) {
    return client.submitChat(
        request, answer -> stores.keep(new StoredAnswer(key, request.model(), answer)));
  }

  private static <T> ModelResult<T> await(
      CompletableFuture<ChatAnswer> call, Function<ChatAnswer, T> read) {
    try {
      return new ModelResult.Success<>(read.apply(InFlight.await(call)));
    } catch (CallCancelledException e) {
      throw e;
    } catch (OpenAiException e) {
      return new ModelResult.Failure<>(e);
    }
  }

  /** Throws where nothing came back because of the server or the account. */
  static <T> void requireSome(List<ModelResult<T>> results) {
    Optional<OpenAiException> reason = Optional.empty();
    for (ModelResult<T> result : results) {
      if (!(result instanceof ModelResult.Failure<T> failure)
          || !(failure.error() instanceof OpenAiException error)
          || !isOfAll(error, results.size())) {
        return;
      }
      reason = reason.or(() -> Optional.of(error));
    }
    if (reason.isPresent()) {
      throw reason.get();
    }
  }

  /**
   * Whether a failure says nothing about the request that met it. A server may fail on one request
   * and not on others, so one request alone proves nothing.
   */
  private static boolean isOfAll(OpenAiException error, int requests) {
    return switch (error.kind()) {
      case SERVER, TIMEOUT, RATE_LIMIT -> requests > 1;
      case CONNECTION -> true;
      default -> error.endsRun();
    };
  }
}
