package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a client within its {@link SpendLimit}: what was spent, and what the requests under way may
 * cost at most. Safe for use by many threads.
 */
final class SpendMeter {

  /** What was set aside for a request or a batch; settled exactly once. */
  record Reservation(long tokens, BigDecimal money, Optional<TokenPrices> prices) {

    /** What is left of it when some of it was charged; never less than nothing. */
    Reservation less(TokenUsage charged) {
      BigDecimal cost = prices.map(p -> p.cost(charged)).orElse(BigDecimal.ZERO);
      return new Reservation(
          Math.max(0, tokens - charged.totalTokens()),
          money.subtract(cost).max(BigDecimal.ZERO),
          prices);
    }
  }

  /** What became of asking for a reservation. */
  sealed interface Outcome {
    /** There is room. */
    record Reserved(Reservation reservation) implements Outcome {}

    /** There may be room when requests under way have ended; {@code seen} is how many had. */
    record Later(long seen) implements Outcome {}

    /** There is no room and will be none. */
    record Never(String message) implements Outcome {}
  }

  private static final Duration LONGEST = Duration.ofDays(1);

  private final SpendLimit limit;
  private long tokens;
  private BigDecimal money = BigDecimal.ZERO;
  private long reservedTokens;
  private BigDecimal reservedMoney = BigDecimal.ZERO;
  private int underWay;
  private long ended;
  private final Set<String> sources = new HashSet<>();
  private final Map<String, Reservation> batches = new HashMap<>();

  SpendMeter(SpendLimit limit) {
    this.limit = limit;
  }

  /**
   * Refuses a model whose requests could not be charged.
   *
   * @throws IllegalArgumentException if money is limited and the model has no prices
   */
  void requirePrices(String model) {
    boolean ignored = limit.prices(model).isPresent();
  }

  /** Asks for room for a request to a model. */
  synchronized Outcome reserve(String model, TokenUsage bound) {
    Reservation asked = reservation(model, bound);
    if (fits(asked)) {
      setAside(asked);
      underWay++;
      return new Outcome.Reserved(asked);
    }
    return underWay > 0 ? new Outcome.Later(ended) : new Outcome.Never(refusal(asked));
  }

  /**
   * Sets aside what a batch may cost that is about to be started. Does not wait: a batch takes up
   * to a day, and so do those under way.
   *
   * @throws SpendLimitException if there is no room
   */
  synchronized Reservation reserveBatch(String model, TokenUsage bound) {
    Reservation asked = reservation(model, bound);
    if (!fits(asked)) {
      throw new SpendLimitException(refusal(asked), null, ReplyFacts.NONE);
    }
    setAside(asked);
    return asked;
  }

  /** Says which batch a reservation is for. */
  synchronized void began(String batch, Reservation reservation) {
    batches.put(batch, reservation);
  }

  /** Sets aside what a batch may cost that another process began, whether there is room or not. */
  synchronized void found(String batch, String model, TokenUsage bound) {
    if (!batches.containsKey(batch)) {
      Reservation owed = reservation(model, bound);
      setAside(owed);
      batches.put(batch, owed);
    }
  }

  /** Counts what an answer of a batch cost, out of what was set aside for the batch. */
  synchronized void charge(String batch, String model, TokenUsage usage) {
    charge(model, usage);
    Reservation held = batches.get(batch);
    if (held != null) {
      Reservation rest = held.less(usage);
      giveBack(held);
      setAside(rest);
      batches.put(batch, rest);
    }
  }

  /** Says that a batch costs no more than was charged. */
  synchronized void ended(String batch) {
    Reservation rest = batches.remove(batch);
    if (rest != null) {
      release(rest);
    }
  }

  /** Gives back what was set aside for a batch that did not come into being. */
  synchronized void release(Reservation reservation) {
    giveBack(reservation);
    ended++;
    notifyAll();
  }

  private Reservation reservation(String model, TokenUsage bound) {
    Optional<TokenPrices> prices = limit.prices(model);
    return new Reservation(
        bound.totalTokens(), prices.map(p -> p.cost(bound)).orElse(BigDecimal.ZERO), prices);
  }

  private void setAside(Reservation reservation) {
    reservedTokens += reservation.tokens();
    reservedMoney = reservedMoney.add(reservation.money());
  }

  private void giveBack(Reservation reservation) {
    reservedTokens -= reservation.tokens();
    reservedMoney = reservedMoney.subtract(reservation.money());
  }

  /** Waits until one more request has ended, but a day at most, and no longer than this. */
  synchronized void await(Outcome.Later later, Duration most) throws InterruptedException {
    long end =
        System.nanoTime() + (most.compareTo(LONGEST) < 0 ? most.toNanos() : LONGEST.toNanos());
    long left = end - System.nanoTime();
    while (ended == later.seen() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /** Says what a request cost; empty where nobody knows, which counts as its bound. */
  synchronized void settle(Reservation reservation, Optional<TokenUsage> actual) {
    underWay--;
    ended++;
    giveBack(reservation);
    tokens += actual.map(TokenUsage::totalTokens).orElse(reservation.tokens());
    money =
        money.add(
            actual
                .flatMap(usage -> reservation.prices().map(prices -> prices.cost(usage)))
                .orElse(actual.isPresent() ? BigDecimal.ZERO : reservation.money()));
    notifyAll();
  }

  /** Counts what an earlier process spent on the same run. */
  synchronized void charge(String model, TokenUsage usage) {
    tokens += usage.totalTokens();
    money = money.add(limit.prices(model).map(p -> p.cost(usage)).orElse(BigDecimal.ZERO));
  }

  /** The same, but once for each source, however often that is opened. */
  synchronized void chargeOnce(String source, String model, TokenUsage usage) {
    if (sources.add(source)) {
      charge(model, usage);
    }
  }

  synchronized Optional<BigDecimal> spent() {
    return limit.money().isPresent() ? Optional.of(money) : Optional.empty();
  }

  private boolean fits(Reservation more) {
    BigDecimal allMoney = money.add(reservedMoney).add(more.money());
    return tokens + reservedTokens + more.tokens() <= limit.tokens().orElse(Long.MAX_VALUE)
        && limit.money().map(most -> allMoney.compareTo(most) <= 0).orElse(true);
  }

  private String refusal(Reservation more) {
    String inMoney =
        limit
            .money()
            .map(
                most ->
                    "; %s of %s in money, %s more"
                        .formatted(plain(money), plain(most), plain(more.money())))
            .orElse("");
    String inTokens =
        limit.tokens().isPresent()
            ? "; %d of %d tokens, %d more"
                .formatted(tokens, limit.tokens().getAsLong(), more.tokens())
            : "";
    return "the next request could pass the spend limit: spent so far, limit, and the most the"
        + " request can cost"
        + inMoney
        + inTokens;
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
