package io.github.em4j.examples.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.EntityClusters;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellKey;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.evaluation.study.PromptScore;
import io.github.em4j.evaluation.study.StudyResults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study found, and by which rules it is read: which prompt of each matcher counts, and how
 * intervals are computed. Scores are computed once. Not safe for use by many threads.
 */
public final class Findings {
  private final StudyResults results;
  private final List<Arm> arms;
  private final List<String> datasets;
  private final Map<String, PromptPolicy> policies;
  private final Bootstrap pairs;
  private final Bootstrap entities;
  private final Map<List<Object>, Optional<PromptScore>> scores = new HashMap<>();

  /**
   * Takes the results of a study.
   *
   * @param results complete cells
   * @param arms what is compared, in the order of the report
   * @param datasets what was tested on, in the order of the report
   * @param policies by the name of a matcher, which of its prompts counts
   * @param resamples how many resamples an interval rests on
   */
  public Findings(
      StudyResults results,
      List<Arm> arms,
      List<String> datasets,
      Map<String, PromptPolicy> policies,
      int resamples) {
    this.results = results;
    this.arms = List.copyOf(arms);
    this.datasets = List.copyOf(datasets);
    this.policies = Map.copyOf(policies);
    this.pairs = Bootstrap.builder().resamples(resamples).build();
    this.entities =
        Bootstrap.builder().resamples(resamples).clusterBy(EntityClusters::left).build();
  }

  StudyResults results() {
    return results;
  }

  /**
   * What is compared.
   *
   * @return in the order of the report
   */
  public List<Arm> arms() {
    return arms;
  }

  /**
   * What was tested on.
   *
   * @return in the order of the report
   */
  public List<String> datasets() {
    return datasets;
  }

  /** The bootstrap over single pairs. */
  Bootstrap pairs() {
    return pairs;
  }

  /** The bootstrap over left entities with all their pairs. */
  Bootstrap entities() {
    return entities;
  }

  /**
   * Which prompt of a matcher counts.
   *
   * @param matcher its name
   * @return the policy
   */
  public PromptPolicy policy(String matcher) {
    return requireNonNull(policies.get(matcher), matcher);
  }

  /**
   * The score that counts.
   *
   * @param arm a matcher and what it was trained on
   * @param dataset what was tested on
   * @return the score; empty where a cell is missing
   */
  public Optional<PromptScore> score(Arm arm, String dataset) {
    return score(arm, dataset, policy(arm.matcher()), pairs);
  }

  /** The score under another policy, or with other intervals. */
  Optional<PromptScore> score(Arm arm, String dataset, PromptPolicy policy, Bootstrap bootstrap) {
    return scores.computeIfAbsent(
        List.of(arm, dataset, policy, bootstrap),
        key -> PromptScore.of(results, arm, dataset, policy, bootstrap));
  }

  /**
   * The prompt that counts.
   *
   * @param arm a matcher and what it was trained on
   * @param dataset what was tested on
   * @return its name; empty for a matcher without prompts, or where several count
   */
  public Optional<String> prompt(Arm arm, String dataset) {
    return score(arm, dataset)
        .map(PromptScore::chosen)
        .filter(chosen -> chosen.size() == 1)
        .map(chosen -> chosen.get(0));
  }

  /** The cells behind the score that counts, one per seed, where a single prompt does. */
  List<CellResult> cells(Arm arm, String dataset) {
    return results.cells().stream()
        .filter(cell -> isChosen(cell.key(), arm, dataset))
        .filter(cell -> cell.key().isTest() && cell.key().variant().isEmpty())
        .toList();
  }

  /**
   * The test cell behind the score that counts; with several seeds that of the first.
   *
   * @param arm a matcher and what it was trained on
   * @param dataset what was tested on
   * @return the cell; empty where it is missing
   */
  public Optional<CellResult> test(Arm arm, String dataset) {
    return cells(arm, dataset).stream().findFirst();
  }

  /**
   * The answers on the test pairs that count; with several seeds those of the first.
   *
   * @param arm a matcher and what it was trained on
   * @param dataset what was tested on
   * @return the predictions; empty where the cell is missing
   */
  public Optional<Predictions> testPredictions(Arm arm, String dataset) {
    return test(arm, dataset).map(CellResult::predictions);
  }

  /**
   * The answers on the validation pairs, to choose on.
   *
   * @param arm a matcher and what it was trained on
   * @param dataset what is tested on
   * @return the predictions of the same prompt and seed; empty where there are none
   */
  public Optional<Predictions> validationPredictions(Arm arm, String dataset) {
    return results.cells().stream()
        .filter(cell -> isChosen(cell.key(), arm, dataset))
        .filter(cell -> !cell.key().isTest() && cell.key().variant().isEmpty())
        .findFirst()
        .map(CellResult::predictions);
  }

  /** The answers on changed test pairs, for the prompt that counts and the first seed. */
  Optional<Predictions> variantPredictions(Arm arm, String dataset, String variant) {
    return results.cells().stream()
        .filter(cell -> isChosen(cell.key(), arm, dataset))
        .filter(cell -> cell.key().isTest() && cell.key().variant().equals(Optional.of(variant)))
        .findFirst()
        .map(CellResult::predictions);
  }

  private boolean isChosen(CellKey key, Arm arm, String dataset) {
    return key.arm().equals(arm)
        && key.dataset().equals(dataset)
        && (key.template().isEmpty() || key.template().equals(prompt(arm, dataset)));
  }

  /**
   * How many pairs got no answer at all.
   *
   * @return the sum over all cells, those on validation and changed pairs included
   */
  public long failedPairs() {
    return results.cells().stream().mapToLong(cell -> cell.predictions().counts().failed()).sum();
  }

  /** Whether some matcher was asked in several wordings. */
  boolean hasSeveralPrompts() {
    return arms.stream()
        .anyMatch(
            arm ->
                datasets.stream()
                    .anyMatch(
                        dataset ->
                            score(arm, dataset)
                                .filter(score -> score.prompts().size() > 1)
                                .isPresent()));
  }

  /** A matcher with what it learned from, as the report calls it. */
  String name(Arm arm) {
    if (arm.source().isPresent()) {
      return arm.matcher() + ", trained on " + arm.source().get();
    }
    boolean alsoTrained =
        arms.stream()
            .anyMatch(other -> other.matcher().equals(arm.matcher()) && other.source().isPresent());
    return alsoTrained ? arm.matcher() + ", zero-shot" : arm.matcher();
  }
}
