package io.github.em4j.openai;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A call that is queued or under way; cancelling it aborts its exchange with the server. */
final class InFlight<T> extends CompletableFuture<T> {
  private final Cancellation cancellation = new Cancellation();

  Cancellation cancellation() {
    return cancellation;
  }

  /** Aborts the call. The argument changes nothing. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    cancellation.cancel();
    return cancelled;
  }

  /** Gives the call up with this reason, unless it is under way. */
  void withdraw(OpenAiException reason) {
    if (cancellation.withdraw()) {
      completeExceptionally(reason);
    }
  }

  /** What is made of this future is an ordinary one: cancelling that does not abort the call. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /**
   * Waits for the answer. An interrupt of the waiting thread cancels the call.
   *
   * @throws OpenAiException why there is no answer
   */
  T await() {
    return await(this);
  }

  /**
   * Waits for an answer. An interrupt of the waiting thread cancels the call.
   *
   * @throws OpenAiException why there is no answer
   */
  static <T> T await(CompletableFuture<T> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new CallCancelledException(
          "interrupted while waiting for an answer", e, ReplyFacts.NONE);
    } catch (CancellationException e) {
      throw new CallCancelledException("the call was cancelled", e, ReplyFacts.NONE);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a call fails with unchecked exceptions only", e);
    }
  }
}
