package io.github.em4j.evaluation.cascade;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which cases are clear: from the upper threshold on a pair is a match, below the lower one it is a
 * non-match, and in the band between them it is passed on. Immutable.
 */
public final class CascadeThresholds {

  /** An upper threshold above any probability: no pair is a clear match. */
  public static final double NONE_CLEAR = 2;

  private final double lower;
  private final double upper;
  private final Optional<Choice> choice;

  /**
   * On what thresholds were chosen, and what the cascade reaches there; better than what to expect
   * elsewhere.
   *
   * @param split the name of the split
   * @param pairs how many pairs that split has
   * @param target what was asked for
   * @param share which part of the pairs is passed on, in [0, 1]
   * @param precision of the cascade as a whole, in [0, 1]
   * @param recall of the cascade as a whole, in [0, 1]
   * @param f1 of the cascade as a whole, in [0, 1]
   */
  public record Choice(
      String split,
      int pairs,
      String target,
      double share,
      double precision,
      double recall,
      double f1) {}

  private CascadeThresholds(double lower, double upper, Optional<Choice> choice) {
    this.lower = lower;
    this.upper = upper;
    this.choice = choice;
  }

  /**
   * Thresholds that were fixed beforehand, without looking at data.
   *
   * @param lower at least 0; at 0 no pair is a clear non-match
   * @param upper at least the lower one and at most {@link #NONE_CLEAR}; above 1 no pair is a clear
   *     match
   * @return the thresholds
   * @throws IllegalArgumentException if the numbers are not as described
   */
  public static CascadeThresholds fixed(double lower, double upper) {
    // Written so that NaN fails as well.
    if (!(lower >= 0 && lower <= upper && upper <= NONE_CLEAR)) {
      throw new IllegalArgumentException(
          "thresholds must be 0 <= lower <= upper <= 2, found " + lower + " and " + upper);
    }
    return new CascadeThresholds(lower, upper, Optional.empty());
  }

  /**
   * The thresholds that suit a target best on a validation split, exactly: all pairs of thresholds
   * that make a difference are compared, in O(d²) for {@code d} different probabilities of the
   * cheap matcher (0.15 s for 6,000).
   *
   * <p>Of several equally good ones those are taken with the higher upper threshold, which make the
   * fewest clear matches. Each lies in the middle between the probabilities that it parts, as that
   * of {@link io.github.em4j.evaluation.DecisionThreshold#bestF1On}; where there is no clear match
   * the upper one is {@link #NONE_CLEAR}, where there is no clear non-match the lower one is 0,
   * where no pair is in the band both are the same.
   *
   * <p>The dear matcher's answers count as they are: with undecided and failed pairs taken for
   * non-matches, unless {@link DearFailure#applyTo} has put the cheap matcher's answers in their
   * place.
   *
   * @param cheap what the cheap matcher answered on the split to choose on; its labels do not
   *     matter, its probabilities do
   * @param dear what the dear matcher answered on the same pairs
   * @param target what to choose for
   * @return the thresholds, or empty where none keep the target's bounds
   * @throws IllegalArgumentException if the split is called {@code test} or something that begins
   *     so, the two are not about the same pairs, there is no match, or the cheap matcher gives no
   *     decision with a probability
   */
  public static Optional<CascadeThresholds> chooseOn(
      Predictions cheap, Predictions dear, CascadeTarget target) {
    CascadeSweep sweep = CascadeSweep.over(cheap, dear);
    return sweep.best(target).map(cut -> sweep.thresholds(cut, target.toString()));
  }

  /** These thresholds with what they were chosen on. */
  CascadeThresholds chosen(Choice made) {
    return new CascadeThresholds(lower, upper, Optional.of(made));
  }

  /**
   * The lower threshold.
   *
   * @return from 0 to {@link #upper}; a probability below it is a clear non-match
   */
  public double lower() {
    return lower;
  }

  /**
   * The upper threshold.
   *
   * @return from {@link #lower} to {@link #NONE_CLEAR}; it is a clear match itself
   */
  public double upper() {
    return upper;
  }

  /**
   * Where the thresholds were chosen.
   *
   * @return the split and what is reached there, or empty for fixed thresholds
   */
  public Optional<Choice> choice() {
    return choice;
  }

  /**
   * Decides one pair where it is clear.
   *
   * @param matchProbability of the cheap matcher, in [0, 1]
   * @return the label, or empty for a pair to be passed on
   * @throws IllegalArgumentException if the probability lies outside [0, 1] or is not a number
   */
  public Optional<MatchLabel> decide(double matchProbability) {
    if (!(matchProbability >= 0 && matchProbability <= 1)) {
      throw new IllegalArgumentException(
          "a probability must lie in [0, 1], found " + matchProbability);
    }
    if (matchProbability >= upper) {
      return Optional.of(MatchLabel.MATCH);
    }
    return matchProbability < lower ? Optional.of(MatchLabel.NON_MATCH) : Optional.empty();
  }

  /** Decides a pair where the cheap matcher decided it at all and said how probable a match is. */
  Optional<MatchLabel> decide(boolean decided, OptionalDouble matchProbability) {
    return decided && matchProbability.isPresent()
        ? decide(matchProbability.getAsDouble())
        : Optional.empty();
  }

  /**
   * What a cascade with these thresholds answers, computed from the answers of both matchers;
   * nothing is run.
   *
   * @param cheap what the cheap matcher answered, on any split
   * @param dear what the dear matcher answered on the same pairs; what it answered on clear cases
   *     is not looked at
   * @return the cascade's answers and how many pairs were passed on
   * @throws IllegalArgumentException if the two are not about the same pairs or there is no pair
   */
  public CascadeResult applyTo(Predictions cheap, Predictions dear) {
    cheap.requireSamePairs(dear);
    List<Prediction> answers = new ArrayList<>(cheap.size());
    int passedOn = 0;
    for (int i = 0; i < cheap.size(); i++) {
      Prediction first = cheap.get(i);
      Optional<MatchLabel> clear = decide(first.answer().isDecided(), first.matchProbability());
      if (clear.isPresent()) {
        answers.add(CascadeResult.clear(first, clear.get()));
      } else {
        answers.add(dear.get(i));
        passedOn++;
      }
    }
    return new CascadeResult(Predictions.ofPredictions(cheap.split(), answers), passedOn);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CascadeThresholds that
        && Double.compare(lower, that.lower) == 0
        && Double.compare(upper, that.upper) == 0
        && choice.equals(that.choice);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Double.hashCode(lower) + Double.hashCode(upper)) + choice.hashCode();
  }

  /** The thresholds and their origin, as they stand in a provenance. */
  @Override
  public String toString() {
    return "non-match below %s, match from %s%s"
        .formatted(
            lower,
            upper,
            choice.map(c -> " (" + c.target() + " on " + c.split() + ")").orElse(" (fixed)"));
  }
}
