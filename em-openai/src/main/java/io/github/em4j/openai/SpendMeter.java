package io.github.em4j.openai;

import io.github.em4j.TokenUsage;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a client within its {@link SpendLimit}: what was spent, and what the requests under way may
 * cost at most. Safe for use by many threads.
 */
final class SpendMeter {

  /** What was set aside for a request; settled exactly once. */
  record Reservation(long tokens, BigDecimal money, Optional<TokenPrices> prices) {}

  /** What became of asking for a reservation. */
  sealed interface Outcome {
    /** There is room. */
    record Reserved(Reservation reservation) implements Outcome {}

    /** There may be room when requests under way have ended; {@code seen} is how many had. */
    record Later(long seen) implements Outcome {}

    /** There is no room and will be none. */
    record Never(String message) implements Outcome {}
  }

  private final SpendLimit limit;
  private long tokens;
  private BigDecimal money = BigDecimal.ZERO;
  private long reservedTokens;
  private BigDecimal reservedMoney = BigDecimal.ZERO;
  private int underWay;
  private long ended;
  private final Set<String> sources = new HashSet<>();

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
    Optional<TokenPrices> prices = limit.prices(model);
    BigDecimal cost = prices.map(p -> p.cost(bound)).orElse(BigDecimal.ZERO);
    long count = bound.totalTokens();
    boolean fits = fits(tokens + reservedTokens + count, money.add(reservedMoney).add(cost));
    if (fits) {
      reservedTokens += count;
      reservedMoney = reservedMoney.add(cost);
      underWay++;
      return new Outcome.Reserved(new Reservation(count, cost, prices));
    }
    return underWay > 0 ? new Outcome.Later(ended) : new Outcome.Never(refusal(count, cost));
  }

  /**
   * Refuses work that is paid for later and could pass the limit.
   *
   * @throws SpendLimitException if it could
   */
  synchronized void requireRoom(String model, TokenUsage bound) {
    BigDecimal cost = limit.prices(model).map(p -> p.cost(bound)).orElse(BigDecimal.ZERO);
    if (!fits(tokens + reservedTokens + bound.totalTokens(), money.add(reservedMoney).add(cost))) {
      throw new SpendLimitException(refusal(bound.totalTokens(), cost), null, ReplyFacts.NONE);
    }
  }

  /** Waits until one more request has ended. */
  synchronized void await(Outcome.Later later) throws InterruptedException {
    while (ended == later.seen()) {
      wait();
    }
  }

  /** Says what a request cost; empty where nobody knows, which counts as its bound. */
  synchronized void settle(Reservation reservation, Optional<TokenUsage> actual) {
    underWay--;
    ended++;
    reservedTokens -= reservation.tokens();
    reservedMoney = reservedMoney.subtract(reservation.money());
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

  private boolean fits(long allTokens, BigDecimal allMoney) {
    return allTokens <= limit.tokens().orElse(Long.MAX_VALUE)
        && limit.money().map(most -> allMoney.compareTo(most) <= 0).orElse(true);
  }

  private String refusal(long count, BigDecimal cost) {
    String inMoney =
        limit
            .money()
            .map(
                most ->
                    "; %s of %s in money, %s more"
                        .formatted(plain(money), plain(most), plain(cost)))
            .orElse("");
    String inTokens =
        limit.tokens().isPresent()
            ? "; %d of %d tokens, %d more".formatted(tokens, limit.tokens().getAsLong(), count)
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
