package io.github.em4j.evaluation.study;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.BootstrappedFigure;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
    OptionalDouble value = value();
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Estimate(
            value.getAsDouble(), hasPairs() ? resampled(bootstrap).interval() : Optional.empty()));
  }

  /** Draws each of the predictions once, however often they occur. */
  private BootstrappedFigure resampled(Bootstrap bootstrap) {
    Map<Predictions, Integer> places = new IdentityHashMap<>();
    var distinct = new ArrayList<Predictions>();
    var place = new int[predictions.size()];
    for (int i = 0; i < place.length; i++) {
      Predictions mine = predictions.get(i);
      Integer known = places.putIfAbsent(mine, distinct.size());
      if (known == null) {
        place[i] = distinct.size();
        distinct.add(mine);
      } else {
        place[i] = known;
      }
    }
    return bootstrap.figure(
        distinct,
        counts -> {
          var all = new ArrayList<ConfusionCounts>(place.length);
          for (int from : place) {
            all.add(counts.get(from));
          }
          return defined(formula.applyAsDouble(all));
        });
  }

  private static OptionalDouble defined(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
