package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What the arms of a study reach and cost on the same data sets. Training is not counted, only the
 * answers of the cells that the score comes from.
 *
 * @param datasets the data sets that F1 and cost are the mean over, each with the same weight
 * @param points the arms that have results on all of these data sets, in their order
 * @param incomplete the arms that have not, and are not compared
 * @param currency what prices are in; empty where there is no price list
 */
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
   * Computes the sheet by one policy for all arms.
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
    requireNonNull(policy, "policy");
    return of(results, datasets, arm -> policy, prices);
  }

  /**
   * Computes the sheet by a policy for each arm, for matchers that were not asked in the same
   * wordings.
   *
   * @param results of a study, of which test splits without variants count
   * @param datasets the data sets to compare on, at least one
   * @param policies which prompt of an arm counts; under {@link PromptPolicy#meanOverPrompts} the
   *     cost is the mean over the prompts too
   * @param prices what matchers cost, where that is known
   * @return the sheet
   * @throws IllegalArgumentException if there is no data set, or one has results on several test
   *     splits
   */
  public static CostSheet of(
      StudyResults results,
      Collection<String> datasets,
      Function<? super Arm, ? extends PromptPolicy> policies,
      Optional<PriceList> prices) {
    List<String> compared = datasets.stream().distinct().toList();
    if (compared.isEmpty()) {
      throw new IllegalArgumentException("a cost sheet needs at least one data set, found none");
    }
    var points = new ArrayList<CostPoint>();
    var incomplete = new ArrayList<Arm>();
    for (Arm arm : results.arms()) {
      List<ScoredArm> scored =
          compared.stream()
              .flatMap(
                  dataset ->
                      ScoredArm.of(results, arm, dataset, Optional.empty(), policies.apply(arm))
                          .stream())
              .toList();
      if (scored.size() == compared.size()) {
        points.add(point(arm, scored, prices.flatMap(list -> list.price(arm.matcher()))));
      } else {
        incomplete.add(arm);
      }
    }
    return new CostSheet(compared, points, incomplete, prices.map(PriceList::currency));
  }

  private static CostPoint point(Arm arm, List<ScoredArm> scored, Optional<TokenPrice> price) {
    double seconds = perThousand(scored, cell -> cell.duration().toNanos() / 1e9);
    double promptTokens = perThousand(scored, cell -> cell.usage().promptTokens());
    double completionTokens = perThousand(scored, cell -> cell.usage().completionTokens());
    return new CostPoint(
        arm,
        Term.mean(scored.stream().map(ScoredArm::f1).toList()).value().orElseThrow(),
        seconds,
        promptTokens,
        completionTokens,
        price.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                perThousand(scored, cell -> price.get().of(cell.usage(), cell.duration()))));
  }

  /** The mean over the data sets of what 1,000 pairs cost there. */
  private static double perThousand(List<ScoredArm> scored, ToDoubleFunction<CellResult> cost) {
    return scored.stream()
        .mapToDouble(
            dataset ->
                1000
                    * dataset.cells().stream().mapToDouble(cost).sum()
                    / dataset.cells().stream().mapToLong(cell -> cell.predictions().size()).sum())
        .average()
        .orElseThrow();
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
    List<CostPoint> known =
        points.stream().filter(point -> point.cost(measure).isPresent()).toList();
    return known.stream()
        .filter(point -> known.stream().noneMatch(other -> beats(other, point, measure)))
        .sorted(Comparator.comparingDouble(point -> point.cost(measure).orElseThrow()))
        .toList();
  }

  private static boolean beats(CostPoint one, CostPoint other, CostMeasure measure) {
    double cost = one.cost(measure).orElseThrow();
    double otherCost = other.cost(measure).orElseThrow();
    return one.f1() >= other.f1()
        && cost <= otherCost
        && (one.f1() > other.f1() || cost < otherCost);
  }
}
