package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.McNemar;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Score;
import io.github.em4j.evaluation.ScoreDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Two arms of a study on the same test split.
 *
 * @param first the one arm
 * @param second the other arm
 * @param dataset the name of the data set
 * @param label which prompts count
 * @param f1 by how much the first is better in F1, each averaged over its seeds
 * @param mcNemar the test of accuracy for each seed that both have, in the order of the seeds;
 *     where one has a single seed, because its answers do not depend on it, that is compared with
 *     all of the other. Empty where no single prompt counts
 */
public record MatcherComparison(
    Arm first,
    Arm second,
    String dataset,
    String label,
    ScoreDifference f1,
    List<McNemar> mcNemar) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public MatcherComparison {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    requireNonNull(dataset, "dataset");
    requireNonNull(label, "label");
    requireNonNull(f1, "f1");
    mcNemar = List.copyOf(mcNemar);
  }

  /**
   * Compares two arms by the same policy. A prompt that is chosen stays chosen in all resamples, so
   * that under {@link PromptPolicy#bestOnTest} the interval knows nothing of that choice.
   *
   * @param results of a study, of which test splits without variants count
   * @param first the one arm
   * @param second the other arm
   * @param dataset on which data set
   * @param policy which prompt counts
   * @param bootstrap how the interval is computed
   * @return the comparison; empty where a cell that it needs is missing
   * @throws IllegalArgumentException if the data set has results on several test splits
   */
  public static Optional<MatcherComparison> of(
      StudyResults results,
      Arm first,
      Arm second,
      String dataset,
      PromptPolicy policy,
      Bootstrap bootstrap) {
    return of(results, first, policy, second, policy, dataset, bootstrap);
  }

  /**
   * Compares two arms, each by a policy of its own, for matchers that were not asked in the same
   * wordings. A prompt that is chosen stays chosen in all resamples.
   *
   * @param results of a study, of which test splits without variants count
   * @param first the one arm
   * @param firstPolicy which of its prompts counts
   * @param second the other arm
   * @param secondPolicy which of its prompts counts
   * @param dataset on which data set
   * @param bootstrap how the interval is computed
   * @return the comparison; empty where a cell that it needs is missing
   * @throws IllegalArgumentException if the data set has results on several test splits
   */
  public static Optional<MatcherComparison> of(
      StudyResults results,
      Arm first,
      PromptPolicy firstPolicy,
      Arm second,
      PromptPolicy secondPolicy,
      String dataset,
      Bootstrap bootstrap) {
    Optional<ScoredArm> one = ScoredArm.of(results, first, dataset, Optional.empty(), firstPolicy);
    Optional<ScoredArm> other =
        ScoredArm.of(results, second, dataset, Optional.empty(), secondPolicy);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new MatcherComparison(
            first,
            second,
            dataset,
            one.get().label().equals(other.get().label())
                ? one.get().label()
                : one.get().label() + " against " + other.get().label(),
            bootstrap.difference(one.get().predictions(), other.get().predictions(), Score.F1),
            tests(one.get().bySeed(), other.get().bySeed())));
  }

  private static List<McNemar> tests(
      SortedMap<Long, Predictions> first, SortedMap<Long, Predictions> second) {
    var tests = new ArrayList<McNemar>();
    for (Map.Entry<Long, Predictions> mine : first.entrySet()) {
      for (Map.Entry<Long, Predictions> theirs : second.entrySet()) {
        boolean single = first.size() == 1 || second.size() == 1;
        if (single || mine.getKey().equals(theirs.getKey())) {
          tests.add(McNemar.of(mine.getValue(), theirs.getValue()));
        }
      }
    }
    return tests;
  }
}
