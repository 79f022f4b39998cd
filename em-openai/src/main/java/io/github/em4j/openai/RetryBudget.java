package io.github.em4j.openai;

/** How many retries all calls of a client may still make. Safe for use by many threads. */
final class RetryBudget {
  private final int reserve;
  private final double share;
  private double left;

  RetryBudget(RetryPolicy policy) {
    this.reserve = policy.budgetReserve();
    this.share = policy.budgetShare();
    this.left = reserve;
  }

  synchronized void payIn() {
    left = Math.min(reserve, left + share);
  }

  /** Takes out one retry; false where there is none. */
  synchronized boolean take() {
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
