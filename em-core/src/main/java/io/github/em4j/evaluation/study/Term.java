package io.github.em4j.evaluation.study;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.BootstrappedFigure;
import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A figure that follows from F1 scores by arithmetic: it remembers which predictions it comes from,
 * so that it can be computed anew for every resample of their pairs. Figures without predictions
 * are constants.
 */
final class Term {
  private final List<Predictions> predictions;
  // Takes the counts of the predictions; NaN, which never leaves this class, where not defined.
  private final ToDoubleFunction<List<ConfusionCounts>> formula;

  private Term(List<Predictions> predictions, ToDoubleFunction<List<ConfusionCounts>> formula) {
    this.predictions = predictions;
    this.formula = formula;
  }

  static Term constant(double value) {
    return new Term(List.of(), counts -> value);
  }

  static Term f1(Predictions predictions) {
    return new Term(List.of(predictions), counts -> counts.get(0).f1());
  }

  static Term mean(List<Term> terms) {
    return combine(
        terms,
        values -> {
          double sum = 0;
          for (double value : values) {
            sum += value;
          }
          return sum / values.length;
        });
  }

  static Term max(List<Term> terms) {
    return combine(
        terms,
        values -> {
          double max = values[0];
          for (double value : values) {
            max = Math.max(max, value);
          }
          return max;
        });
  }

  Term minus(Term other) {
    return combine(List.of(this, other), values -> values[0] - values[1]);
  }

  /** The ratio of two terms, not defined unless the other one is above 0. */
  Term over(Term other) {
    return combine(
        List.of(this, other), values -> values[1] > 0 ? values[0] / values[1] : Double.NaN);
  }

  private static Term combine(List<Term> terms, ToDoubleFunction<double[]> operation) {
    var all = new ArrayList<Predictions>();
    var starts = new int[terms.size() + 1];
    for (int t = 0; t < terms.size(); t++) {
      all.addAll(terms.get(t).predictions);
      starts[t + 1] = all.size();
    }
    return new Term(
        all,
        counts -> {
          var values = new double[starts.length - 1];
          for (int t = 0; t < values.length; t++) {
            values[t] =
                terms.get(t).formula.applyAsDouble(counts.subList(starts[t], starts[t + 1]));
          }
          return operation.applyAsDouble(values);
        });
  }

  /** The figure on the pairs as they are; empty where it is not defined. */
  OptionalDouble value() {
    return defined(formula.applyAsDouble(predictions.stream().map(Predictions::counts).toList()));
  }

  /** Whether it comes from predictions, so that it can have an interval. */
  boolean hasPairs() {
    return !predictions.isEmpty();
  }

  /** The figure with its interval; empty where it is not defined. */
  Optional<Estimate> estimate(Bootstrap bootstrap) {
    return estimates(List.of(this), bootstrap).get(0);
  }

  /** Several figures with their intervals, from the same resamples. */
  static List<Optional<Estimate>> estimates(List<Term> terms, Bootstrap bootstrap) {
    // Each of the predictions is drawn once, however often and in however many terms it occurs.
    var places = new IdentityHashMap<Predictions, Integer>();
    var distinct = new ArrayList<Predictions>();
    var figures = new ArrayList<Function<List<ConfusionCounts>, OptionalDouble>>();
    for (Term term : terms) {
      int[] from =
          term.predictions.stream()
              .mapToInt(
                  mine ->
                      places.computeIfAbsent(
                          mine,
                          added -> {
                            distinct.add(added);
                            return distinct.size() - 1;
                          }))
              .toArray();
      figures.add(counts -> term.valueOf(counts, from));
    }
    List<BootstrappedFigure> resampled =
        distinct.isEmpty() ? List.of() : bootstrap.figures(distinct, figures);
    var estimates = new ArrayList<Optional<Estimate>>();
    for (int t = 0; t < terms.size(); t++) {
      Optional<ConfidenceInterval> interval =
          terms.get(t).hasPairs() ? resampled.get(t).interval() : Optional.empty();
      OptionalDouble value = terms.get(t).value();
      estimates.add(
          value.isPresent()
              ? Optional.of(new Estimate(value.getAsDouble(), interval))
              : Optional.empty());
    }
    return estimates;
  }

  private OptionalDouble valueOf(List<ConfusionCounts> counts, int[] from) {
    var mine = new ArrayList<ConfusionCounts>(from.length);
    for (int place : from) {
      mine.add(counts.get(place));
    }
    return defined(formula.applyAsDouble(mine));
  }

  private static OptionalDouble defined(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
