package io.github.em4j.openai;

import java.time.Duration;

/**
 * How much of one thing (requests, or tokens) a server still lets through, as far as its headers
 * tell: a bucket that fills up evenly. What was sent after the request that an answer belongs to is
 * taken off the answer's figure, whether the server had counted it or not, so this never believes
 * in more than there is. Not safe for use by many threads.
 */
final class Allowance {
  private static final double NANOS_PER_MINUTE = 60e9;

  private boolean known;
  private double limit;
  private double available;
  private double perNano;
  private long at;
  private long taken;

  /**
   * How long to wait until an amount is there.
   *
   * @return nanoseconds, 0 where it is there now
   */
  long nanosUntil(long amount, long now) {
    if (!known) {
      return 0;
    }
    refill(now);
    // What is larger than the whole bucket is let through on a full one, for the server to judge.
    double missing = Math.min((double) amount, limit) - available;
    return missing <= 1e-9 ? 0 : (long) Math.ceil(missing / perNano);
  }

  /** Takes an amount; what is asked for later with the returned mark is not this answer's. */
  long take(long amount) {
    taken += amount;
    available -= amount;
    return taken;
  }

  /**
   * Learns from an answer.
   *
   * @param limit what the bucket holds
   * @param remaining what was in it when the server counted the request
   * @param reset how long it takes to be full again
   * @param mark what {@link #take} returned for the request
   */
  void learn(double limit, double remaining, Duration reset, long mark, long now) {
    if (!(limit > 0) || remaining < 0) {
      return;
    }
    known = true;
    this.limit = limit;
    double missing = limit - remaining;
    perNano = missing > 0 && !reset.isZero() ? missing / reset.toNanos() : limit / NANOS_PER_MINUTE;
    available = Math.min(limit, remaining) - (taken - mark);
    at = now;
  }

  private void refill(long now) {
    available = Math.min(limit, available + Math.max(0, now - at) * perNano);
    at = Math.max(at, now);
  }
}
