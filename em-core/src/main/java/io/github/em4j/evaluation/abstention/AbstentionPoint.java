package io.github.em4j.evaluation.abstention;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.ConfusionCounts;
import java.util.OptionalDouble;

/**
 * Pairs parted in two: those that the matcher decides alone, and those that it leaves to people.
 *
 * @param lowestConfidence of the pairs kept, in [0, 1]; empty where no pair is kept or one of them
 *     has no answer
 * @param kept the matcher's answers on the pairs that it decides alone; mind that their F1 is 0
 *     where no match is among them, as it is when the non-matches are the more confident ones
 * @param reviewed the matcher's answers on the pairs that people look at
 */
public record AbstentionPoint(
    OptionalDouble lowestConfidence, ConfusionCounts kept, ConfusionCounts reviewed) {

  /**
   * Checks that there is a pair.
   *
   * @throws IllegalArgumentException if there is none, so that no share is defined
   */
  public AbstentionPoint {
    requireNonNull(lowestConfidence, "lowestConfidence");
    if (kept.total() + reviewed.total() == 0) {
      throw new IllegalArgumentException("an abstention needs at least one pair, found none");
    }
  }

  /**
   * Which part of all pairs the matcher decides alone.
   *
   * @return in [0, 1]
   */
  public double coverage() {
    return (double) kept.total() / (kept.total() + reviewed.total());
  }

  /**
   * Which part of all pairs people look at.
   *
   * @return in [0, 1]
   */
  public double reviewedShare() {
    return (double) reviewed.total() / (kept.total() + reviewed.total());
  }

  /**
   * The selective risk: which part of the pairs kept is not answered rightly.
   *
   * @return in [0, 1], or empty where no pair is kept
   */
  public OptionalDouble risk() {
    return kept.total() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) errors(kept) / kept.total());
  }

  /**
   * Which part of all errors lies among the pairs that people look at. Undecided and failed pairs
   * are errors, as accuracy sees them.
   *
   * @return in [0, 1], or empty where there is no error
   */
  public OptionalDouble errorsCaught() {
    long caught = errors(reviewed);
    long all = caught + errors(kept);
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) caught / all);
  }

  /**
   * What becomes of all pairs if people decide the reviewed ones rightly.
   *
   * @return counts over all pairs, with the scores that follow
   */
  public ConfusionCounts afterReview() {
    return kept.plus(
        ConfusionCounts.of(reviewed.matches().total(), 0, reviewed.nonMatches().total(), 0));
  }

  static long errors(ConfusionCounts counts) {
    return counts.total() - counts.truePositives() - counts.trueNegatives();
  }
}
