package io.github.em4j.dataset;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import java.util.List;
import java.util.Locale;

/**
 * Labelled pairs that are used for one purpose: training, validation or test.
 *
 * @param name what the split is called, for example {@code train}; not blank
 * @param pairs the pairs in the order of the file; may be empty
 */
public record DatasetSplit(String name, List<LabeledPair> pairs) {

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public DatasetSplit {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a split must not be blank");
    }
    pairs = List.copyOf(pairs);
  }

  /**
   * How many pairs there are.
   *
   * @return at least 0
   */
  public int size() {
    return pairs.size();
  }

  /**
   * How many pairs are matches.
   *
   * @return at least 0 and at most {@link #size}
   */
  public int positives() {
    return (int) pairs.stream().filter(pair -> pair.label().isMatch()).count();
  }

  /**
   * Checks that something may be chosen or fitted on this split. Nothing is ever chosen on test
   * data: not a threshold, not a prompt, not a calibration.
   *
   * @param rule what is to be done here and on which data instead, as the message begins: {@code "a
   *     threshold is chosen on validation data"}
   * @throws IllegalArgumentException if the split is called {@value Dataset#TEST} or something that
   *     begins so, in whatever case
   */
  public void requireNotTest(String rule) {
    if (name.toLowerCase(Locale.ROOT).startsWith(Dataset.TEST)) {
      throw new IllegalArgumentException(
          rule + " and never on test data, found split '" + name + "'");
    }
  }

  /** The name and the number of pairs. */
  @Override
  public String toString() {
    return "DatasetSplit[" + name + ", " + pairs.size() + " pairs]";
  }
}
