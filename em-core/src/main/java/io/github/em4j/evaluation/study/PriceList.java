package io.github.em4j.evaluation.study;

import java.util.Map;
import java.util.Optional;

/**
 * What the matchers of a study cost, as the user says it: em4j knows no prices.
 *
 * @param currency what the prices are in, for example {@code USD}; not blank
 * @param prices the name of a matcher to its price, where it has one
 */
public record PriceList(String currency, Map<String, TokenPrice> prices) {

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if the currency is blank
   */
  public PriceList {
    Names.require("currency", currency);
    prices = Map.copyOf(prices);
  }

  /**
   * The price of one matcher.
   *
   * @param matcher its name
   * @return the price; empty where the list has none
   */
  public Optional<TokenPrice> price(String matcher) {
    return Optional.ofNullable(prices.get(matcher));
  }
}
