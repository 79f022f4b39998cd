package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the arms of a study reach and cost on the same data sets. Training is not counted, only the
 * answers of the cells that the score comes from.
 *
 * @param datasets the data sets that F1 and cost are the mean over, each with the same weight
 * @param points the arms that have results on all of these data sets, in their order
 * @param incomplete the arms that have not, and are not compared
 * @param currency what prices are in; empty where there is no price list
 */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public record CostSheet(
    List<String> datasets,
    List<CostPoint> points,
    List<Arm> incomplete,
    Optional<String> currency) {

  /**
   * Copies the lists.
   *
   * @throws NullPointerException if a component is null
   */
  public CostSheet {
    datasets = List.copyOf(datasets);
    points = List.copyOf(points);
    incomplete = List.copyOf(incomplete);
    requireNonNull(currency, "currency");
  }

  /**
   * Computes the sheet.
   *
   * @param results of a study, of which test splits without variants count
   * @param datasets the data sets to compare on, at least one
   * @param policy which prompt counts; under {@link PromptPolicy#meanOverPrompts} the cost is the
   *     mean over the prompts too
   * @param prices what matchers cost, where that is known
   * @return the sheet
   * @throws IllegalArgumentException if there is no data set, or one has results on several test
   *     splits
   */
  public static CostSheet of(
      StudyResults results,
      Collection<String> datasets,
      PromptPolicy policy,
      Optional<PriceList> prices) {
    throw new UnsupportedOperationException();
  }

  /**
   * The arms that no other one beats: none is at least as good in both F1 and cost and better in
   * one of them. Arms that are equal in both are on the frontier together or not at all; numbers
   * are compared exactly.
   *
   * @param measure in what cost is compared; arms without it are left out
   * @return by rising cost, equal ones in their order
   */
  public List<CostPoint> frontier(CostMeasure measure) {
    throw new UnsupportedOperationException();
  }
}
