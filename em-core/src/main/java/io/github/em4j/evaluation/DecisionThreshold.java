package io.github.em4j.evaluation;

import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.Dataset;
import java.util.Optional;

/**
 * The match probability from which on a pair is taken for a match, and where that number comes
 * from. Immutable.
 *
 * <p>A threshold is a parameter like any other: chosen on validation data, applied to test data.
 *
 * <pre>{@code
 * DecisionThreshold threshold = DecisionThreshold.bestF1On(validation);
 * double f1 = threshold.applyTo(test).counts().f1();
 * }</pre>
 */
public final class DecisionThreshold {
  private final double value;
  private final Optional<Choice> choice;

  /**
   * On what a threshold was chosen.
   *
   * @param split the name of the split
   * @param pairs how many pairs that split has
   * @param f1 the F1 that the threshold reaches there, in (0, 1]; better than what to expect
   *     elsewhere
   */
  public record Choice(String split, int pairs, double f1) {}

  private DecisionThreshold(double value, Optional<Choice> choice) {
    this.value = value;
    this.choice = choice;
  }

  /**
   * A threshold that was fixed beforehand, without looking at data.
   *
   * @param value in [0, 1], for example 0.5
   * @return the threshold
   * @throws IllegalArgumentException if the value lies outside or is not a number
   */
  public static DecisionThreshold fixed(double value) {
    // Written so that NaN fails as well.
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("a threshold must lie in [0, 1], found " + value);
    }
    return new DecisionThreshold(value, Optional.empty());
  }

  /**
   * The threshold with the best F1 on a validation split. Of several equally good ones it is the
   * highest, which predicts the fewest matches. It lies in the middle between the lowest
   * probability that it accepts and the highest that it rejects (0 where it rejects none), so that
   * it does not cling to one pair.
   *
   * @param validation predictions on the split to choose on
   * @return the threshold
   * @throws IllegalArgumentException if the split is called {@value Dataset#TEST} or something that
   *     begins so, no match of it has a probability, or some pair is decided without a probability
   */
  public static DecisionThreshold bestF1On(Predictions validation) {
    validation.split().requireNotTest("a threshold is chosen on validation data");
    String split = validation.split().name();
    validation.requireProbabilities();
    ScoredPredictions scored = validation.scored();
    if (scored.matches() == 0) {
      throw new IllegalArgumentException(
          "F1 needs a match with a probability to be more than 0, found none in split '"
              + split
              + "'");
    }
    double value = accepting(scored, bestGroup(scored, validation.counts().matches().total()));
    var chosen = new DecisionThreshold(value, Optional.empty());
    double f1 = chosen.applyTo(validation).counts().f1();
    return new DecisionThreshold(value, Optional.of(new Choice(split, validation.size(), f1)));
  }

  /** The last group to accept, from the highest probability down, for the best F1. */
  private static int bestGroup(ScoredPredictions scored, long allMatches) {
    int best = 0;
    long bestFound = 0;
    long bestDenominator = 1;
    long found = 0;
    long predicted = 0;
    for (int group = 0; group < scored.groups(); group++) {
      found += scored.matchesAt(group);
      predicted += scored.matchesAt(group) + scored.nonMatchesAt(group);
      // F1 / 2 as a fraction, compared in whole numbers: equal means equal.
      long denominator = predicted + allMatches;
      if (found * bestDenominator > bestFound * denominator) {
        best = group;
        bestFound = found;
        bestDenominator = denominator;
      }
    }
    return best;
  }

  /** A threshold that accepts this group and rejects the next one. */
  private static double accepting(ScoredPredictions scored, int group) {
    double accepted = scored.probability(group);
    if (group == scored.groups() - 1) {
      return accepted / 2;
    }
    double rejected = scored.probability(group + 1);
    double middle = rejected + (accepted - rejected) / 2;
    // Between two neighbouring doubles there is no middle.
    return middle > rejected ? middle : accepted;
  }

  /**
   * The threshold itself.
   *
   * @return a probability in [0, 1]; it counts as a match itself
   */
  public double value() {
    return value;
  }

  /**
   * Where the threshold was chosen.
   *
   * @return the split and the F1 there, or empty for a fixed threshold
   */
  public Optional<Choice> choice() {
    return choice;
  }

  /**
   * Decides one pair.
   *
   * @param matchProbability in [0, 1]
   * @return a match if the probability is at least {@link #value}
   * @throws IllegalArgumentException if the probability lies outside [0, 1] or is not a number
   */
  public MatchLabel decide(double matchProbability) {
    if (!(matchProbability >= 0 && matchProbability <= 1)) {
      throw new IllegalArgumentException(
          "a probability must lie in [0, 1], found " + matchProbability);
    }
    return MatchLabel.of(matchProbability >= value);
  }

  /**
   * Decides every pair anew by its probability. A pair that failed or is undecided and has no
   * probability stays failed or undecided; an undecided one with a probability gets decided.
   *
   * @param predictions on any split
   * @return new predictions on the same split; the given ones stay as they are
   * @throws IllegalArgumentException if some pair is decided without a probability
   */
  public Predictions applyTo(Predictions predictions) {
    return predictions.decidedBy(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecisionThreshold that
        && Double.compare(value, that.value) == 0
        && choice.equals(that.choice);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(value) + choice.hashCode();
  }

  /** The threshold and its origin, as it stands in a provenance. */
  @Override
  public String toString() {
    return value + choice.map(c -> " (best F1 on " + c.split() + ")").orElse(" (fixed)");
  }
}
