package io.github.em4j.evaluation.abstention;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.ConfusionCounts;
import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * All pairs of one confidence, which nothing tells apart.
 *
 * @param confidence in [0, 1], or {@link #NO_ANSWER}
 * @param counts the answers on these pairs, at least one
 */
record ConfidenceLevel(double confidence, ConfusionCounts counts) {

  /** Below any confidence: the level of the pairs without an answer. */
  static final double NO_ANSWER = -1;

  /** Groups pairs, the most confident ones first. */
  static List<ConfidenceLevel> of(Predictions predictions) {
    predictions.requireProbabilities();
    var byConfidence = new TreeMap<Double, ConfusionCounts>(Collections.reverseOrder());
    predictions.stream()
        .forEach(
            p ->
                byConfidence.merge(confidence(p).orElse(NO_ANSWER), one(p), ConfusionCounts::plus));
    return byConfidence.entrySet().stream()
        .map(level -> new ConfidenceLevel(level.getKey(), level.getValue()))
        .toList();
  }

  /** The confidence of a pair's answer, or empty where there is none or it has no probability. */
  static OptionalDouble confidence(Prediction prediction) {
    return switch (prediction.answer()) {
      case MATCH -> confidence(MatchLabel.MATCH, prediction.matchProbability());
      case NON_MATCH -> confidence(MatchLabel.NON_MATCH, prediction.matchProbability());
      case UNDECIDED, FAILED -> OptionalDouble.empty();
    };
  }

  static OptionalDouble confidence(MatchLabel label, OptionalDouble matchProbability) {
    if (matchProbability.isEmpty()) {
      return OptionalDouble.empty();
    }
    double p = matchProbability.getAsDouble();
    // Adding 0 turns a negative zero, which a map would keep apart, into a positive one.
    return OptionalDouble.of(label.isMatch() ? p + 0.0 : 1 - p);
  }

  private static ConfusionCounts one(Prediction prediction) {
    AnswerCounts one =
        switch (prediction.answer()) {
          case MATCH -> new AnswerCounts(1, 0, 0, 0);
          case NON_MATCH -> new AnswerCounts(0, 1, 0, 0);
          case UNDECIDED -> new AnswerCounts(0, 0, 1, 0);
          case FAILED -> new AnswerCounts(0, 0, 0, 1);
        };
    return prediction.pair().label().isMatch()
        ? new ConfusionCounts(one, AnswerCounts.NONE)
        : new ConfusionCounts(AnswerCounts.NONE, one);
  }

  boolean isAnswered() {
    return confidence != NO_ANSWER;
  }
}
