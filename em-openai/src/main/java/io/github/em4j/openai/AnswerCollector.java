package io.github.em4j.openai;

import io.github.em4j.EntityMatchingException;
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

/**
 * Asks many questions at a time and gives the answers in the order of the questions. Looks into the
 * stores first; where there are stores, a question that comes twice in one call is asked once.
 */
final class AnswerCollector {
  private final OpenAiClient client;
  private final List<AnswerStore> stores;
  private final int window;

  AnswerCollector(OpenAiClient client, List<AnswerStore> stores) {
    this.client = client;
    this.stores = List.copyOf(stores);
    // Enough that a slow answer at the head of the line keeps nobody idle.
    this.window = 64 + 4 * client.concurrency();
  }

  /**
   * Asks.
   *
   * @return result {@code i} belongs to request {@code i}
   * @throws OpenAiException if every request failed, and for a reason that is not its own
   * @throws EntityMatchingException if a store fails
   */
  List<ModelResult<ChatAnswer>> ask(Iterator<ChatRequest> requests) {
    var waiting = new ArrayDeque<CompletableFuture<ChatAnswer>>();
    var byKey = new HashMap<AnswerKey, CompletableFuture<ChatAnswer>>();
    var results = new ArrayList<ModelResult<ChatAnswer>>();
    Optional<OpenAiException> end = Optional.empty();
    try {
      while (requests.hasNext() || !waiting.isEmpty()) {
        while (requests.hasNext() && waiting.size() < window) {
          ChatRequest request = requests.next();
          waiting.add(
              end.isPresent() ? CompletableFuture.failedFuture(end.get()) : begin(request, byKey));
        }
        ModelResult<ChatAnswer> result = await(waiting.remove());
        results.add(result);
        if (end.isEmpty()) {
          end = endOf(result);
          end.ifPresent(reason -> giveUp(waiting, reason));
        }
      }
    } finally {
      waiting.forEach(call -> call.cancel(true));
    }
    requireSome(results);
    return Collections.unmodifiableList(results);
  }

  private CompletableFuture<ChatAnswer> begin(
      ChatRequest request, Map<AnswerKey, CompletableFuture<ChatAnswer>> byKey) {
    if (stores.isEmpty()) {
      return client.submitChat(request, answer -> {});
    }
    AnswerKey key = AnswerKey.of(client.context().endpoint(), request);
    CompletableFuture<ChatAnswer> asked = byKey.get(key);
    if (asked == null) {
      asked =
          find(key, request)
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> client.submitChat(request, answer -> keep(key, request, answer)));
      byKey.put(key, asked);
    }
    return asked;
  }

  /** Looks into one store after the other; what a later one has, the earlier ones get. */
  private Optional<ChatAnswer> find(AnswerKey key, ChatRequest request) {
    for (int i = 0; i < stores.size(); i++) {
      Optional<ChatAnswer> found = stores.get(i).find(key);
      if (found.isPresent()) {
        for (AnswerStore earlier : stores.subList(0, i)) {
          earlier.keep(new StoredAnswer(key, request.model(), found.get()));
        }
        return found;
      }
    }
    return Optional.empty();
  }

  private void keep(AnswerKey key, ChatRequest request, ChatAnswer answer) {
    var stored = new StoredAnswer(key, request.model(), answer);
    stores.forEach(store -> store.keep(stored));
  }

  private static ModelResult<ChatAnswer> await(CompletableFuture<ChatAnswer> call) {
    try {
      return new ModelResult.Success<>(InFlight.await(call));
    } catch (CallCancelledException e) {
      throw e;
    } catch (OpenAiException e) {
      return new ModelResult.Failure<>(e);
    }
  }

  /** Sends nothing more; what is under way may be paid for, and comes in. */
  private static void giveUp(
      Iterable<CompletableFuture<ChatAnswer>> waiting, OpenAiException reason) {
    for (CompletableFuture<ChatAnswer> call : waiting) {
      if (call instanceof InFlight<ChatAnswer> queued) {
        queued.withdraw(reason);
      }
    }
  }

  private static Optional<OpenAiException> endOf(ModelResult<ChatAnswer> result) {
    return result instanceof ModelResult.Failure<ChatAnswer> failure
            && failure.error() instanceof OpenAiException error
            && error.endsRun()
        ? Optional.of(error)
        : Optional.empty();
  }

  /** Throws where nothing came back because of the server or the account. */
  private static void requireSome(List<ModelResult<ChatAnswer>> results) {
    Optional<OpenAiException> reason = Optional.empty();
    for (ModelResult<ChatAnswer> result : results) {
      if (!(result instanceof ModelResult.Failure<ChatAnswer> failure)
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
