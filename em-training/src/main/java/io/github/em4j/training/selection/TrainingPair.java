package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.Explanation;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import java.util.Optional;

/**
 * A labelled pair on its way into a training set.
 *
 * @param key names the pair within its set, whatever is done to it, for example {@code train:17},
 *     and {@code train:17/2} for the second pair that was generated from it; not blank
 * @param pair the two descriptions, their label and annotations
 * @param explanation why the label is what it is, once a teacher has said so
 * @param generatedFrom the key of the pair that a generated one was made from
 */
public record TrainingPair(
    String key,
    LabeledPair pair,
    Optional<Explanation> explanation,
    Optional<String> generatedFrom) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if the key is blank
   * @throws NullPointerException if a component is null
   */
  public TrainingPair {
    requireNonNull(pair, "pair");
    requireNonNull(explanation, "explanation");
    requireNonNull(generatedFrom, "generatedFrom");
    if (key.isBlank()) {
      throw new IllegalArgumentException("the key of a pair must not be blank");
    }
  }

  /**
   * A pair from a data set, not explained.
   *
   * @param key names the pair within its set; not blank
   * @param pair the pair
   */
  public TrainingPair(String key, LabeledPair pair) {
    this(key, pair, Optional.empty(), Optional.empty());
  }

  /**
   * This pair with an explanation, in place of one that it may have.
   *
   * @param why the explanation
   * @return a new pair of the same key
   */
  public TrainingPair explained(Explanation why) {
    return new TrainingPair(key, pair, Optional.of(why), generatedFrom);
  }

  /**
   * This pair with the other label. An explanation of the old label is gone.
   *
   * @return a new pair of the same key
   */
  public TrainingPair relabelled() {
    LabeledPair other =
        new LabeledPair(pair.pair(), MatchLabel.of(!pair.label().isMatch()), pair.annotations());
    return new TrainingPair(key, other, Optional.empty(), generatedFrom);
  }

  /**
   * A pair that was made from this one.
   *
   * @param number its number among those made from this pair, from 1 on
   * @param made the new pair
   * @return a pair with this pair's key and the number as its key
   */
  public TrainingPair generated(int number, LabeledPair made) {
    return new TrainingPair(key + "/" + number, made, Optional.empty(), Optional.of(key));
  }
}
