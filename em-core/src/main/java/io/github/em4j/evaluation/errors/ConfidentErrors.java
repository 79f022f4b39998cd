package io.github.em4j.evaluation.errors;

import static java.util.Comparator.comparingDouble;
import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.DecisionThreshold;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The errors of which a matcher was most sure. Many of them are wrong labels, so this is the list
 * to read first.
 *
 * @param errors the most confident one first
 * @param total how many pairs were decided wrongly, listed or not
 * @param withoutProbability how many of these have no match probability and cannot be listed
 */
public record ConfidentErrors(List<ConfidentError> errors, long total, long withoutProbability) {

  /**
   * An error of which the matcher was sure.
   *
   * @param row the place of the pair in its split, from 0
   * @param prediction the pair and the answer
   * @param kind what was mistaken for what
   * @param wrongProbability how probable the wrong answer is in the matcher's view, in [0, 1]
   * @param margin how far the match probability is from the threshold, in [0, 1]
   */
  public record ConfidentError(
      int row, Prediction prediction, ErrorKind kind, double wrongProbability, double margin) {

    /**
     * Checks that nothing is null.
     *
     * @throws NullPointerException if a component is null
     */
    public ConfidentError {
      requireNonNull(prediction, "prediction");
      requireNonNull(kind, "kind");
    }
  }

  /**
   * Copies the list.
   *
   * @throws NullPointerException if it or an error is null
   */
  public ConfidentErrors {
    errors = List.copyOf(errors);
  }

  /**
   * Lists errors by the probability of the wrong answer. Their margin is that to 0.5.
   *
   * @param predictions on any split
   * @param limit how many to list at most, at least 0
   * @return the errors, those of equal probability in the order of the split
   * @throws IllegalArgumentException if the limit is negative
   */
  public static ConfidentErrors of(Predictions predictions, int limit) {
    return of(
        predictions,
        DecisionThreshold.fixed(0.5),
        limit,
        comparingDouble(error -> -error.wrongProbability()));
  }

  /**
   * Lists errors by the distance of their match probability from the threshold that decided them.
   *
   * @param predictions on any split, decided by the threshold
   * @param threshold where the matcher is least sure
   * @param limit how many to list at most, at least 0
   * @return the errors, those of equal distance in the order of the split
   * @throws IllegalArgumentException if the limit is negative
   */
  public static ConfidentErrors of(
      Predictions predictions, DecisionThreshold threshold, int limit) {
    return of(predictions, threshold, limit, comparingDouble(error -> -error.margin()));
  }

  private static ConfidentErrors of(
      Predictions predictions,
      DecisionThreshold threshold,
      int limit,
      Comparator<ConfidentError> order) {
    if (limit < 0) {
      throw new IllegalArgumentException("the limit must be at least 0, found " + limit);
    }
    var ranked = new ArrayList<ConfidentError>();
    long total = 0;
    for (int row = 0; row < predictions.size(); row++) {
      Prediction prediction = predictions.get(row);
      Optional<ErrorKind> kind = ErrorKind.of(prediction);
      if (kind.isPresent()) {
        total++;
        if (prediction.matchProbability().isPresent()) {
          ranked.add(error(row, prediction, kind.get(), threshold));
        }
      }
    }
    long withoutProbability = total - ranked.size();
    ranked.sort(order);
    return new ConfidentErrors(
        ranked.subList(0, Math.min(limit, ranked.size())), total, withoutProbability);
  }

  private static ConfidentError error(
      int row, Prediction prediction, ErrorKind kind, DecisionThreshold threshold) {
    double probability = prediction.matchProbability().orElseThrow();
    return new ConfidentError(
        row,
        prediction,
        kind,
        kind == ErrorKind.FALSE_POSITIVE ? probability : 1 - probability,
        Math.abs(probability - threshold.value()));
  }
}
