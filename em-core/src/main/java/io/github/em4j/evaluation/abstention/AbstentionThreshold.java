package io.github.em4j.evaluation.abstention;

import io.github.em4j.MatchDecision;
import io.github.em4j.MatchOutcome;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The confidence from which on a matcher decides alone, and where that number comes from. Pairs
 * below it, and those without an answer or a probability, are left to people. Immutable.
 */
public final class AbstentionThreshold {
  private final double value;
  private final Optional<Choice> choice;

  /**
   * On what a threshold was chosen.
   *
   * @param split the name of the split
   * @param pairs how many pairs that split has
   * @param target what was asked for, for example {@code risk at most 0.01}
   * @param coverage which part of the pairs is kept there, in (0, 1]
   * @param risk which part of those is wrong, in [0, 1]; better than what to expect elsewhere
   */
  public record Choice(String split, int pairs, String target, double coverage, double risk) {}

  private AbstentionThreshold(double value, Optional<Choice> choice) {
    this.value = value;
    this.choice = choice;
  }

  /**
   * A threshold that was fixed beforehand, without looking at data.
   *
   * @param value in [0, 1], for example 0.9
   * @return the threshold
   * @throws IllegalArgumentException if the value lies outside or is not a number
   */
  public static AbstentionThreshold fixed(double value) {
    return new AbstentionThreshold(inUnitInterval("a threshold", value), Optional.empty());
  }

  /**
   * The threshold that keeps the most pairs of a validation split with a risk of at most the
   * target. It lies in the middle between the lowest confidence that it keeps and the highest that
   * it does not (0 where there is none), so that it does not cling to one pair.
   *
   * @param validation predictions on the split to choose on
   * @param risk which part of the kept pairs may be wrong, in [0, 1]
   * @return the threshold, or empty where no threshold keeps a pair at that risk
   * @throws IllegalArgumentException if the risk lies outside [0, 1], the split is called {@code
   *     test} or something that begins so, or some pair is decided without a probability
   */
  public static Optional<AbstentionThreshold> forRiskOn(Predictions validation, double risk) {
    inUnitInterval("a risk", risk);
    return choose(
        validation,
        "risk at most " + risk,
        kept -> (double) AbstentionPoint.errors(kept) / kept.total() <= risk);
  }

  /**
   * The threshold that keeps the most pairs of a validation split with a precision of at least the
   * target among them. It lies as in {@link #forRiskOn}.
   *
   * @param validation predictions on the split to choose on
   * @param precision which part of the kept predicted matches has to be matches, in (0, 1]
   * @return the threshold, or empty where no threshold keeps a predicted match at that precision
   * @throws IllegalArgumentException if the precision lies outside (0, 1], the split is called
   *     {@code test} or something that begins so, or some pair is decided without a probability
   */
  public static Optional<AbstentionThreshold> forPrecisionOn(
      Predictions validation, double precision) {
    if (inUnitInterval("a precision", precision) == 0) {
      throw new IllegalArgumentException("a precision of 0 is no target");
    }
    return choose(
        validation, "precision at least " + precision, kept -> kept.precision() >= precision);
  }

  private static Optional<AbstentionThreshold> choose(
      Predictions validation, String target, Predicate<ConfusionCounts> reached) {
    validation.split().requireNotTest("a threshold is chosen on validation data");
    List<ConfidenceLevel> levels = ConfidenceLevel.of(validation);
    OptionalInt last = OptionalInt.empty();
    ConfusionCounts kept = ConfusionCounts.NONE;
    for (int i = 0; i < levels.size() && levels.get(i).isAnswered(); i++) {
      kept = kept.plus(levels.get(i).counts());
      // Not the first that fails ends the search: more pairs may reach the target again.
      if (reached.test(kept)) {
        last = OptionalInt.of(i);
      }
    }
    if (last.isEmpty()) {
      return Optional.empty();
    }
    double value = keeping(levels, last.getAsInt());
    AbstentionPoint there = new AbstentionThreshold(value, Optional.empty()).applyTo(validation);
    return Optional.of(
        new AbstentionThreshold(
            value,
            Optional.of(
                new Choice(
                    validation.split().name(),
                    validation.size(),
                    target,
                    there.coverage(),
                    there.risk().orElseThrow()))));
  }

  /** A threshold that keeps this level and not the next one. */
  private static double keeping(List<ConfidenceLevel> levels, int last) {
    double kept = levels.get(last).confidence();
    boolean isLast = last == levels.size() - 1 || !levels.get(last + 1).isAnswered();
    if (isLast) {
      return kept / 2;
    }
    double left = levels.get(last + 1).confidence();
    double middle = left + (kept - left) / 2;
    // Between two neighbouring doubles there is no middle.
    return middle > left ? middle : kept;
  }

  private static double inUnitInterval(String what, double value) {
    // Written so that NaN fails as well.
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must lie in [0, 1], found " + value);
    }
    return value;
  }

  /**
   * The threshold itself.
   *
   * @return a confidence in [0, 1]; pairs that have it are kept
   */
  public double value() {
    return value;
  }

  /**
   * Where the threshold was chosen.
   *
   * @return the split and what is reached there, or empty for a fixed threshold
   */
  public Optional<Choice> choice() {
    return choice;
  }

  /**
   * Whether a matcher's outcome may stand without a person looking at it.
   *
   * @param outcome what became of a pair
   * @return true for a decision whose confidence is at least {@link #value}; false also where there
   *     is no label or no probability
   */
  public boolean keeps(MatchOutcome outcome) {
    return outcome instanceof MatchDecision decision
        && decision.label().isPresent()
        && keeps(ConfidenceLevel.confidence(decision.label().get(), decision.matchProbability()));
  }

  /**
   * Whether a prediction may stand without a person looking at it.
   *
   * @param prediction a pair with its answer
   * @return true for an answer whose confidence is at least {@link #value}; false also where there
   *     is no answer or no probability
   */
  public boolean keeps(Prediction prediction) {
    return keeps(ConfidenceLevel.confidence(prediction));
  }

  private boolean keeps(OptionalDouble confidence) {
    return confidence.isPresent() && confidence.getAsDouble() >= value;
  }

  /**
   * Parts pairs in those kept and those left to people.
   *
   * @param predictions on at least one pair, of any split
   * @return both parts with the scores that follow
   * @throws IllegalArgumentException if there is no pair or some pair is decided without a
   *     probability
   */
  public AbstentionPoint applyTo(Predictions predictions) {
    OptionalDouble lowest = OptionalDouble.empty();
    ConfusionCounts kept = ConfusionCounts.NONE;
    ConfusionCounts reviewed = ConfusionCounts.NONE;
    for (ConfidenceLevel level : ConfidenceLevel.of(predictions)) {
      if (level.isAnswered() && level.confidence() >= value) {
        kept = kept.plus(level.counts());
        lowest = OptionalDouble.of(level.confidence());
      } else {
        reviewed = reviewed.plus(level.counts());
      }
    }
    return new AbstentionPoint(lowest, kept, reviewed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbstentionThreshold that
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
    return value + choice.map(c -> " (" + c.target() + " on " + c.split() + ")").orElse(" (fixed)");
  }
}
