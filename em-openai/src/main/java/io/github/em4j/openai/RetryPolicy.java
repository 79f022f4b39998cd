package io.github.em4j.openai;

import java.time.Duration;

/**
 * When and how often a failed attempt is made again. Immutable.
 *
 * <p>Made again are: statuses 408, 409, 429 and 5xx, broken connections, attempts that took too
 * long, and answers that cannot be read because they are cut off, no JSON or empty. What the server
 * says in {@code x-should-retry} goes before that; an exhausted quota is never asked again. What
 * creates something on the server (a batch, a job) is asked again only where the server cannot have
 * begun with it; a file is sent again, since a second copy does no harm.
 *
 * <p>A server that has answered before and cannot be reached any more (connections are refused, its
 * name is not known) is waited for until the total timeout, with all calls to the model held back,
 * whatever the number of attempts: they reach nobody, and a server that starts anew comes back.
 *
 * <p>Before the n-th retry a call waits for a random time between 0 and {@code firstDelay *
 * 2^(n-1)}, {@code maxDelay} at most (exponential back-off with full jitter), on top of what the
 * server asks for in {@code Retry-After}. A 429 holds back all calls to the same model.
 *
 * <p>The retry budget keeps many failing calls from making a bad day of the server worse: every
 * call pays in {@code budgetShare}, every retry takes out 1, and an attempt that fails on an empty
 * budget is not made again. It starts full, with {@code budgetReserve}, and never holds more. A
 * retry after a 429 takes nothing out, and neither does one to a server that is gone: all wait
 * then.
 */
public final class RetryPolicy {

  /** 6 attempts, delays from 0.5 to 30 s, a budget of 100 retries plus one for every two calls. */
  public static final RetryPolicy DEFAULTS = builder().build();

  /** Every failure is final. */
  public static final RetryPolicy NONE = builder().attempts(1).build();

  private final int attempts;
  private final Duration firstDelay;
  private final Duration maxDelay;
  private final int budgetReserve;
  private final double budgetShare;

  private RetryPolicy(Builder builder) {
    this.attempts = builder.attempts;
    this.firstDelay = builder.firstDelay;
    this.maxDelay = builder.maxDelay;
    this.budgetReserve = builder.budgetReserve;
    this.budgetShare = builder.budgetShare;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How often a call is attempted in all.
   *
   * @return at least 1
   */
  public int attempts() {
    return attempts;
  }

  int budgetReserve() {
    return budgetReserve;
  }

  double budgetShare() {
    return budgetShare;
  }

  /**
   * How long to wait at most before a retry.
   *
   * @param retry its number, from 1
   * @param share where between 0 and that, in [0, 1)
   */
  Duration delay(int retry, double share) {
    // 2^30 times any delay worth the name is past every maximum; more would overflow.
    double nanos = firstDelay.toNanos() * Math.pow(2, Math.min(retry - 1, 30));
    return Duration.ofNanos((long) (Math.min(nanos, (double) maxDelay.toNanos()) * share));
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private int attempts = 6;
    private Duration firstDelay = Duration.ofMillis(500);
    private Duration maxDelay = Duration.ofSeconds(30);
    private int budgetReserve = 100;
    private double budgetShare = 0.5;

    private Builder() {}

    /**
     * Sets how often a call is attempted in all.
     *
     * @param attempts at least 1; default 6
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder attempts(int attempts) {
      if (attempts < 1) {
        throw new IllegalArgumentException("attempts must be at least 1, found " + attempts);
      }
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets the delays.
     *
     * @param first the longest wait before the first retry; positive; default 0.5 s
     * @param max the longest wait before any; at least {@code first}; default 30 s
     * @return this builder
     * @throws IllegalArgumentException if they are not positive or in the wrong order
     */
    public Builder delays(Duration first, Duration max) {
      if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "delays must satisfy 0 < first <= max, found " + first + " and " + max);
      }
      this.firstDelay = first;
      this.maxDelay = max;
      return this;
    }

    /**
     * Sets the retry budget.
     *
     * @param reserve how many retries it holds at most and at the start; at least 0; default 100
     * @param share how much a call pays in; at least 0; default 0.5
     * @return this builder
     * @throws IllegalArgumentException if one is negative
     */
    public Builder budget(int reserve, double share) {
      if (reserve < 0 || !(share >= 0)) {
        throw new IllegalArgumentException(
            "a retry budget must not be negative, found " + reserve + " and " + share);
      }
      this.budgetReserve = reserve;
      this.budgetShare = share;
      return this;
    }

    /**
     * Finishes the policy.
     *
     * @return the policy
     */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }
  }
}
