package io.github.em4j.openai;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a server lets through for one model, read from its answers and kept to ahead of time. Safe
 * for use by many threads.
 */
final class RateLimits {

  /** Where a request stood when it was sent. */
  record Mark(long requests, long tokens) {}

  /** A place in the traffic, or how long to wait before asking for one again. */
  record Turn(Optional<Mark> mark, Duration delay) {}

  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

  private final Time time;
  private final Allowance requests = new Allowance();
  private final Allowance tokens = new Allowance();
  private long pausedUntil;
  private boolean paused;

  RateLimits(Time time) {
    this.time = time;
  }

  /** Asks whether a request of so many tokens may go out now. */
  synchronized Turn ask(long tokenCount) {
    long now = time.nanos();
    long wait = Math.max(requests.nanosUntil(1, now), tokens.nanosUntil(tokenCount, now));
    if (paused) {
      wait = Math.max(wait, pausedUntil - now);
      paused = pausedUntil - now > 0;
    }
    if (wait > 0) {
      return new Turn(Optional.empty(), Duration.ofNanos(wait));
    }
    return new Turn(
        Optional.of(new Mark(requests.take(1), tokens.take(tokenCount))), Duration.ZERO);
  }

  /** Learns from the headers of the answer to a request. */
  synchronized void learn(Reply reply, Mark mark) {
    learn(reply, "requests", requests, mark.requests());
    learn(reply, "tokens", tokens, mark.tokens());
  }

  /** Lets nothing out for a while; a longer pause stays. */
  synchronized void pause(Duration duration) {
    long until = time.nanos() + duration.toNanos();
    if (!paused || until - pausedUntil > 0) {
      pausedUntil = until;
      paused = true;
    }
  }

  private void learn(Reply reply, String what, Allowance allowance, long mark) {
    Optional<Double> limit = number(reply, "x-ratelimit-limit-" + what);
    Optional<Double> remaining = number(reply, "x-ratelimit-remaining-" + what);
    if (limit.isPresent() && remaining.isPresent()) {
      Duration reset =
          reply
              .header("x-ratelimit-reset-" + what)
              .flatMap(HeaderTimes::parseReset)
              .orElse(Duration.ZERO);
      allowance.learn(limit.get(), remaining.get(), reset, mark, time.nanos());
    }
  }

  private static Optional<Double> number(Reply reply, String header) {
    return reply.header(header).filter(text -> NUMBER.matcher(text).matches()).map(Double::valueOf);
  }
}
