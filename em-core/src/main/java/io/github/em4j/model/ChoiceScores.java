package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import java.util.List;

/**
 * How probable a model finds each of the given answers after one prompt.
 *
 * @param choices the answers, in the order in which they were asked for
 * @param logProbabilities natural logarithm of the probability of each, at most 0, {@code
 *     -Infinity} for an impossible one; over all texts, so the probabilities of the choices need
 *     not add up to 1. Where a server lists only the most probable answers, the most that a choice
 *     can be which it does not list
 * @param usage tokens read
 */
public record ChoiceScores(List<String> choices, List<Double> logProbabilities, TokenUsage usage) {

  /**
   * Copies both lists and checks them.
   *
   * @throws IllegalArgumentException if the lists differ in length or are empty, or a
   *     log-probability is positive or not a number
   */
  public ChoiceScores {
    choices = List.copyOf(choices);
    logProbabilities = List.copyOf(logProbabilities);
    requireNonNull(usage, "usage");
    if (choices.isEmpty() || choices.size() != logProbabilities.size()) {
      throw new IllegalArgumentException(
          "one log-probability per choice, found "
              + logProbabilities.size()
              + " for "
              + choices.size());
    }
    for (double logProbability : logProbabilities) {
      if (!(logProbability <= 0)) {
        throw new IllegalArgumentException(
            "a log-probability must be at most 0, found " + logProbability);
      }
    }
  }

  /**
   * The probabilities of the choices given that one of them is the answer (softmax over the
   * choices).
   *
   * @return one probability in [0, 1] per choice, adding up to 1; all equal where every choice is
   *     impossible
   */
  public double[] normalized() {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logProbability : logProbabilities) {
      highest = Math.max(highest, logProbability);
    }
    double[] probabilities = new double[choices.size()];
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] =
          highest == Double.NEGATIVE_INFINITY ? 1 : Math.exp(logProbabilities.get(i) - highest);
      sum += probabilities[i];
    }
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
