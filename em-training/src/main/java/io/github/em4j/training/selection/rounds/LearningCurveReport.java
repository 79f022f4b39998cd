package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What labels were worth: the points of a {@link LearningCurve}.
 *
 * @param evaluation the name of the split that F1 was measured on
 * @param currency what costs are told in
 * @param points strategy by strategy in the order in which they were given, smaller sizes first
 */
public record LearningCurveReport(String evaluation, String currency, List<CurvePoint> points) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public LearningCurveReport {
    requireNonNull(evaluation, "evaluation");
    requireNonNull(currency, "currency");
    points = List.copyOf(points);
  }

  /**
   * The points of one strategy.
   *
   * @param strategy its name
   * @return smaller sizes first; empty where there is no such strategy
   */
  public List<CurvePoint> of(String strategy) {
    return points.stream().filter(point -> point.strategy().equals(strategy)).toList();
  }

  /**
   * The cheapest point that is good enough; where several cost the same, the one with the fewest
   * labels.
   *
   * @param f1 what is good enough, in [0, 1]
   * @return empty where no point is
   */
  public Optional<CurvePoint> cheapestReaching(double f1) {
    return points.stream()
        .filter(point -> point.f1().estimate() >= f1)
        .min(Comparator.comparingDouble(CurvePoint::cost).thenComparingInt(CurvePoint::labels));
  }

  /**
   * The report as JSON, for machines.
   *
   * @return one object of {@code evaluation}, {@code currency} and {@code points}; F1 in [0, 1]
   */
  public String toJson() {
    ObjectNode json =
        RunFile.JSON.createObjectNode().put("evaluation", evaluation).put("currency", currency);
    ArrayNode all = json.putArray("points");
    points.forEach(point -> all.add(PointJson.write(point)));
    return json.toPrettyString();
  }

  /** A table for people: one line for each point, F1 in points of 100. */
  @Override
  public String toString() {
    int width = points.stream().mapToInt(point -> point.strategy().length()).max().orElse(0);
    String name = "%-" + Math.max("strategy".length(), width) + "s";
    var table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                name + "  %6s  %7s  %6s  %10s  %-22s  %9s  %10s%n",
                "strategy",
                "pairs",
                "matches",
                "labels",
                "cost " + currency,
                "F1 on " + evaluation,
                "per label",
                "per " + currency));
    for (CurvePoint point : points) {
      table.append(
          String.format(
              Locale.ROOT,
              name + "  %6d  %7d  %6d  %10.2f  %-22s  %9s  %10s%n",
              point.strategy(),
              point.trainingPairs(),
              point.positives(),
              point.labels(),
              point.cost(),
              String.format(
                  Locale.ROOT,
                  "%.2f [%.2f, %.2f]",
                  100 * point.f1().estimate(),
                  100 * point.f1().low(),
                  100 * point.f1().high()),
              figure(point.f1PerLabel()),
              figure(point.f1PerCost())));
    }
    return table.toString();
  }

  private static String figure(OptionalDouble value) {
    return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.4f", value.getAsDouble());
  }
}
