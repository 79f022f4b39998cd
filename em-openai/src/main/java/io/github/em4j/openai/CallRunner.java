package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import io.github.em4j.openai.CallEvent.Waiting;
import io.github.em4j.openai.RateLimits.Mark;
import io.github.em4j.openai.SpendMeter.Outcome;
import io.github.em4j.openai.SpendMeter.Reservation;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One call: attempts until one succeeds or the rules say stop. Holds to rate limits and spend limit
 * before each attempt, and tells the listener. Used once, by one thread.
 */
final class CallRunner<T> {

  /** How an attempt ended. */
  private sealed interface Attempt<T> {
    record Success<T>(Exchange.Read<T> read, Reply reply, Redaction redaction)
        implements Attempt<T> {}

    /** {@code mayHaveActed}: whether the server may have done what it was asked. */
    record Failure<T>(OpenAiException error, Optional<Reply> reply, boolean mayHaveActed)
        implements Attempt<T> {

      /** Whether the request did not even reach the server. */
      boolean isUnsent() {
        return reply.isEmpty() && !mayHaveActed;
      }
    }
  }

  private final CallContext context;
  private final Outgoing request;
  private final Exchange<T> exchange;
  private final Cancellation cancellation;
  private final long id;
  private final long started;
  private final Optional<RateLimits> limits;
  private int attempts;
  private long firstSent;

  CallRunner(
      CallContext context, Outgoing request, Exchange<T> exchange, Cancellation cancellation) {
    this.context = context;
    this.request = request;
    this.exchange = exchange;
    this.cancellation = cancellation;
    this.id = context.nextCallId();
    this.started = context.time().nanos();
    this.limits = request.model().map(context::limitsOf);
  }

  /**
   * Makes the call.
   *
   * @throws OpenAiException why there is no answer
   */
  T run() {
    context.budget().payIn();
    try {
      while (true) {
        Optional<Mark> mark = awaitTurn();
        Optional<Reservation> reservation = reserve();
        long sentAt = context.time().nanos();
        Attempt<T> ended = attempt(mark, reservation, sentAt);
        if (ended instanceof Attempt.Success<T> success) {
          return answered(success, sentAt);
        }
        retryOrThrow((Attempt.Failure<T>) ended);
      }
    } catch (OpenAiException e) {
      context.counters().callFailed(e);
      context.tell(new CallEvent.Failed(id, attempts, e, since(started)));
      throw e;
    }
  }

  private T answered(Attempt.Success<T> success, long sentAt) {
    TokenUsage usage = success.read().usage().orElse(TokenUsage.NONE);
    context.counters().answered(usage, success.read().finish());
    context.tell(
        new CallEvent.Answered(
            id,
            attempts,
            usage,
            since(sentAt),
            since(started),
            success.reply().requestId(),
            success.reply().content(success.redaction())));
    return success.read().value();
  }

  private Attempt<T> attempt(Optional<Mark> mark, Optional<Reservation> reservation, long sentAt) {
    Optional<TokenUsage> charged = Optional.of(TokenUsage.NONE);
    try {
      Credentials.Headers headers = context.credentials().headers();
      Duration left = requireTime(left(), "it was to be sent again");
      attempts++;
      if (attempts == 1) {
        firstSent = sentAt;
      }
      context.counters().sent();
      context.tell(
          new CallEvent.Sent(
              id,
              attempts,
              request.describe(),
              request.model(),
              request.content(headers.redaction())));
      Attempt<T> ended = exchange(headers, mark, left);
      charged = charge(ended);
      return ended;
    } finally {
      Optional<TokenUsage> actual = charged;
      reservation.ifPresent(r -> context.spend().orElseThrow().settle(r, actual));
    }
  }

  /** What an attempt was charged; empty where nobody knows. */
  private Optional<TokenUsage> charge(Attempt<T> ended) {
    if (ended instanceof Attempt.Success<T> success) {
      return success.read().usage();
    }
    return ((Attempt.Failure<T>) ended).mayHaveActed()
        ? Optional.empty()
        : Optional.of(TokenUsage.NONE);
  }

  private Attempt<T> exchange(Credentials.Headers headers, Optional<Mark> mark, Duration left) {
    Redaction redaction = headers.redaction();
    Reply reply;
    try {
      String url =
          context
              .endpoint()
              .url(
                  request.path(),
                  request.deployed() ? request.model() : Optional.empty(),
                  request.query());
      var how = new Transport.Attempt(url, headers.values(), left);
      reply = exchange.send(context.transport(), request, how, cancellation).without(redaction);
    } catch (IOException e) {
      OpenAiException error =
          BrokenExchange.failure(where(), e, redaction, cancellation.isCancelled());
      return new Attempt.Failure<>(error, Optional.empty(), !BrokenExchange.isUnsent(e));
    }
    mark.ifPresent(m -> limits.orElseThrow().learn(reply, m));
    if (!reply.isSuccess()) {
      boolean keyless = reply.status() == 401 && !context.credentials().hasKey();
      String where = keyless ? where() + ", without a key" : where();
      return new Attempt.Failure<>(
          ErrorReplies.failure(where, reply, redaction), Optional.of(reply), false);
    }
    try {
      return new Attempt.Success<>(exchange.read(reply), reply, redaction);
    } catch (MalformedAnswer e) {
      OpenAiException error =
          ErrorReplies.hiddenFailure(where(), reply, redaction)
              .orElseGet(() -> unreadable(e, reply));
      return new Attempt.Failure<>(error, Optional.of(reply), true);
    }
  }

  private OpenAiException unreadable(MalformedAnswer problem, Reply reply) {
    return new UnreadableAnswerException(
        problem.defect(), where() + ": " + problem.problem(), problem.getCause(), reply.facts());
  }

  /** Waits before the next attempt, or throws the failure of this one. */
  private void retryOrThrow(Attempt.Failure<T> failure) {
    OpenAiException error = failure.error();
    context.counters().attemptFailed(error);
    Duration asked =
        failure
            .reply()
            .flatMap(reply -> HeaderTimes.retryAfter(reply, context.time().now()))
            .orElse(Duration.ZERO);
    Duration delay = asked.plus(context.retries().delay(attempts, context.jitter().getAsDouble()));
    boolean gone = isGone(failure);
    boolean limited = error.kind() == OpenAiException.Kind.RATE_LIMIT;
    if (limited || gone) {
      // Also where this call gives up: the others are not to ask in its place.
      limits.ifPresent(of -> of.pause(asked.isZero() ? delay : asked));
    }
    if (!mayRetry(failure, gone)
        || delay.compareTo(left()) > 0
        || !(limited || gone || context.budget().take())) {
      throw error;
    }
    context.tell(new CallEvent.Retrying(id, attempts, error, delay));
    sleep(delay);
  }

  /** Whether a server that was there cannot be reached any more: it may be starting anew. */
  private boolean isGone(Attempt.Failure<T> failure) {
    return failure.isUnsent()
        && context.retries().attempts() > 1
        && context.counters().hasAnswered()
        && !cancellation.isCancelled();
  }

  private boolean mayRetry(Attempt.Failure<T> failure, boolean gone) {
    if (cancellation.isCancelled() || (attempts >= context.retries().attempts() && !gone)) {
      return false;
    }
    if (!request.repeatable() && (failure.mayHaveActed() || isAmbiguous(failure.error()))) {
      return false;
    }
    Optional<String> serverSays = failure.reply().flatMap(reply -> reply.header("x-should-retry"));
    if (serverSays.isPresent() && failure.error().kind() != OpenAiException.Kind.QUOTA) {
      return serverSays.get().equals("true");
    }
    return failure.error().isRetryable();
  }

  /** A server that failed may have begun; one that has too much to do has not. */
  private static boolean isAmbiguous(OpenAiException error) {
    return error.kind() == OpenAiException.Kind.SERVER;
  }

  private Optional<Mark> awaitTurn() {
    while (limits.isPresent()) {
      RateLimits.Turn turn = limits.get().ask(request.cost().estimatedTokens());
      if (turn.mark().isPresent()) {
        return turn.mark();
      }
      if (turn.delay().compareTo(left()) > 0) {
        throw new RateLimitException(
            "%s: room within the server's rate limit comes in %,d s, later than the call may last"
                .formatted(where(), turn.delay().toSeconds()),
            null,
            ReplyFacts.NONE);
      }
      context.tell(new Waiting(id, Waiting.Reason.RATE_LIMIT, turn.delay()));
      sleep(turn.delay());
    }
    return Optional.empty();
  }

  private Optional<Reservation> reserve() {
    if (context.spend().isEmpty() || request.cost().bound().isEmpty()) {
      return Optional.empty();
    }
    SpendMeter meter = context.spend().get();
    long began = context.time().nanos();
    Duration most = left();
    while (true) {
      Outcome outcome = meter.reserve(request.model().orElseThrow(), request.cost().bound().get());
      if (outcome instanceof Outcome.Reserved reserved) {
        return Optional.of(reserved.reservation());
      }
      if (outcome instanceof Outcome.Never never) {
        throw new SpendLimitException(where() + ": " + never.message(), null, ReplyFacts.NONE);
      }
      context.tell(new Waiting(id, Waiting.Reason.SPEND_LIMIT, Duration.ZERO));
      try {
        meter.await(
            (Outcome.Later) outcome,
            requireTime(most.minus(since(began)), "there was room within the spend limit"));
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private void sleep(Duration duration) {
    try {
      context.time().sleep(duration);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CallCancelledException interrupted() {
    return new CallCancelledException(
        where() + ": cancelled while it waited", null, ReplyFacts.NONE);
  }

  /** How long the call may still last. */
  private Duration left() {
    return attempts == 0
        ? context.totalTimeout()
        : context.totalTimeout().minus(since(firstSent)).plusMillis(1);
  }

  /** A timeout of nothing would be none at all. */
  private Duration requireTime(Duration left, String before) {
    if (left.isNegative() || left.isZero()) {
      throw new CallTimeoutException(
          "%s: the %s that a call may last were over before %s"
              .formatted(where(), context.totalTimeout(), before),
          null,
          ReplyFacts.NONE);
    }
    return left;
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(context.time().nanos() - nanos);
  }

  private String where() {
    return request.describe()
        + request.model().map(name -> " to model '" + name + "'").orElse("")
        + " at "
        + context.endpoint();
  }
}
