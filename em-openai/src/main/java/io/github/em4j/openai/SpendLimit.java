package io.github.em4j.openai;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a client may spend on questions and embeddings, in money, in tokens or in both.
 * Immutable.
 *
 * <p>The limit is never passed: a request goes out only if the limit holds even if it and all
 * requests under way cost the most they can, which is one token per byte of the prompt and a small
 * frame per message, and as many written tokens as the request allows. What an answer really cost
 * takes the place of its bound as soon as it is known. A request that does not fit waits for those
 * under way to end, and fails with {@link SpendLimitException} where it does not fit even then. An
 * answer that was lost on the way (a broken connection, a timeout) may have been charged and counts
 * as its bound; an answer that says it failed counts nothing.
 *
 * <p>A run {@linkplain OpenAiModel.Builder#throughBatches through batches} sets aside the most that
 * a batch can cost until the batch has ended, and counts what its answers cost. A batch that does
 * not fit waits for those of the run under way to end, and fails with {@link SpendLimitException}
 * where it does not fit even then. Batches and fine-tuning jobs that are started by hand are not
 * counted: the server does that work later.
 */
public final class SpendLimit {
  private final Optional<BigDecimal> money;
  private final OptionalLong tokens;
  private final Map<String, TokenPrices> prices;

  private SpendLimit(Builder builder) {
    this.money = builder.money;
    this.tokens = builder.tokens;
    this.prices = Map.copyOf(builder.prices);
  }

  /**
   * Starts without a limit.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The most money to spend.
   *
   * @return an amount, or empty where money is not limited
   */
  public Optional<BigDecimal> money() {
    return money;
  }

  /**
   * The most tokens to use, read and written together.
   *
   * @return a number, or empty where tokens are not limited
   */
  public OptionalLong tokens() {
    return tokens;
  }

  /** The prices of a model, empty where money is not limited. */
  Optional<TokenPrices> prices(String model) {
    if (money.isEmpty()) {
      return Optional.empty();
    }
    TokenPrices found = prices.get(model);
    if (found == null) {
      throw new IllegalArgumentException(
          "a limit on money needs the prices of model '%s', found those of %s"
              .formatted(model, prices.keySet()));
    }
    return Optional.of(found);
  }

  /** Collects limits. Not safe for use by many threads. */
  public static final class Builder {
    private Optional<BigDecimal> money = Optional.empty();
    private OptionalLong tokens = OptionalLong.empty();
    private final Map<String, TokenPrices> prices = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Limits the money. A request to a model without prices is refused then.
     *
     * @param most positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder money(BigDecimal most) {
      if (most.signum() <= 0) {
        throw new IllegalArgumentException("a limit on money must be positive, found " + most);
      }
      this.money = Optional.of(most);
      return this;
    }

    /**
     * Says what a model costs.
     *
     * @param model its name, as requests give it
     * @param modelPrices its prices
     * @return this builder
     */
    public Builder prices(String model, TokenPrices modelPrices) {
      prices.put(requireNonNull(model, "model"), requireNonNull(modelPrices, "modelPrices"));
      return this;
    }

    /**
     * Limits the tokens, read and written together.
     *
     * @param most positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder tokens(long most) {
      if (most < 1) {
        throw new IllegalArgumentException("a limit on tokens must be positive, found " + most);
      }
      this.tokens = OptionalLong.of(most);
      return this;
    }

    /**
     * Finishes the limit.
     *
     * @return the limit
     * @throws IllegalArgumentException if nothing is limited
     */
    public SpendLimit build() {
      if (money.isEmpty() && tokens.isEmpty()) {
        throw new IllegalArgumentException("a spend limit needs money or tokens");
      }
      return new SpendLimit(this);
    }
  }
}
