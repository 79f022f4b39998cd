package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;

/**
 * A labelled pair that was made from records without labels.
 *
 * @param pair the pair; its descriptions have no ids
 * @param domain what it is about
 * @param origin how it was made
 * @param invented whether it comes from word lists alone
 * @param edit which edit made it another entity's, for example {@code MODEL_DIGITS}; empty unless
 *     the origin is {@link PairOrigin#EDITED}
 */
public record PretrainingPair(
    LabeledPair pair, Domain domain, PairOrigin origin, boolean invented, String edit) {

  /**
   * Checks that everything is there.
   *
   * @throws NullPointerException if something is null
   */
  public PretrainingPair {
    requireNonNull(pair, "pair");
    requireNonNull(domain, "domain");
    requireNonNull(origin, "origin");
    requireNonNull(edit, "edit");
  }
}
