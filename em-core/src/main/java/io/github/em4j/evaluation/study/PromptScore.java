package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The F1 of an arm on the test split of a data set, under a policy about its prompts.
 *
 * @param arm the matcher and what it was trained on
 * @param dataset the name of the data set
 * @param policy which prompt counts
 * @param label how the score is to be called, for example {@code best of 4 (on test)}
 * @param f1 the mean over seeds, with its interval
 * @param prompts the F1 of every prompt that was run, each the mean over its seeds; the key is
 *     empty for a matcher without prompts
 * @param chosen the names of the prompts that count; none for a matcher without prompts
 * @param overPrompts mean, deviation and range of the F1 of all prompts
 * @param overSeeds mean, deviation and range of the score over seeds, with the prompt that counts
 *     (the mean of all under {@link PromptPolicy#meanOverPrompts})
 */
public record PromptScore(
    Arm arm,
    String dataset,
    PromptPolicy policy,
    String label,
    Estimate f1,
    Map<String, Double> prompts,
    List<String> chosen,
    Summary overPrompts,
    Summary overSeeds) {

  /**
   * Copies the collections.
   *
   * @throws NullPointerException if a component is null
   */
  public PromptScore {
    requireNonNull(arm, "arm");
    requireNonNull(dataset, "dataset");
    requireNonNull(policy, "policy");
    requireNonNull(label, "label");
    requireNonNull(f1, "f1");
    prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
    chosen = List.copyOf(chosen);
    requireNonNull(overPrompts, "overPrompts");
    requireNonNull(overSeeds, "overSeeds");
  }

  /**
   * Scores an arm on the test split of a data set. Variants of the split are left out; see {@link
   * #of(StudyResults, Arm, String, Optional, PromptPolicy, Bootstrap)}.
   *
   * @param results of a study
   * @param arm what to score
   * @param dataset on which data set
   * @param policy which prompt counts
   * @param bootstrap how the interval is computed
   * @return the score; empty where a cell that it needs is missing
   */
  public static Optional<PromptScore> of(
      StudyResults results, Arm arm, String dataset, PromptPolicy policy, Bootstrap bootstrap) {
    return of(results, arm, dataset, Optional.empty(), policy, bootstrap);
  }

  /**
   * Scores an arm on a variant of the test split. A prompt is still chosen on the validation split
   * as it is.
   *
   * @param results of a study
   * @param arm what to score
   * @param dataset on which data set
   * @param variant what was done to the pairs; empty for the split as it is
   * @param policy which prompt counts
   * @param bootstrap how the interval is computed
   * @return the score; empty where a cell that it needs is missing: every seed that one prompt was
   *     run with is needed of all that count
   * @throws IllegalArgumentException if the data set has results on several test splits
   */
  public static Optional<PromptScore> of(
      StudyResults results,
      Arm arm,
      String dataset,
      Optional<String> variant,
      PromptPolicy policy,
      Bootstrap bootstrap) {
    return ScoredArm.of(results, arm, dataset, variant, policy)
        .map(scored -> scored.score(bootstrap));
  }
}
