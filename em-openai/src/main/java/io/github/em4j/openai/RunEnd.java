package io.github.em4j.openai;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The failure after which it is of no use to go on, such as a key that the server does not know. It
 * is seen by the worker that meets it, before that worker takes up the next call: nothing more is
 * sent then, while what is under way may be paid for and comes in. Safe for use by many threads.
 */
final class RunEnd {
  private final Set<InFlight<?>> calls = ConcurrentHashMap.newKeySet();
  private volatile Optional<OpenAiException> reason = Optional.empty();

  /** Why the run is at its end; empty while it is not. */
  Optional<OpenAiException> reason() {
    return reason;
  }

  /** Ends the run where this call fails so, and withdraws the call where another one does. */
  void watch(CompletableFuture<?> call) {
    if (!(call instanceof InFlight<?> queued)) {
      return;
    }
    calls.add(queued);
    var unused =
        queued.whenComplete(
            (answer, failure) -> {
              calls.remove(queued);
              Throwable cause =
                  failure instanceof CompletionException ? failure.getCause() : failure;
              if (cause instanceof OpenAiException error && error.endsRun()) {
                end(error);
              }
            });
    // Another call may have ended the run since this one was put in line.
    reason.ifPresent(queued::withdraw);
  }

  private void end(OpenAiException error) {
    synchronized (calls) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(error);
    }
    calls.forEach(call -> call.withdraw(error));
  }
}
