package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** How probable a model finds each of the given answers after one prompt. Immutable. */
public final class ChoiceScores {
  private final List<String> choices;
  private final List<Double> logProbabilities;
  private final TokenUsage usage;
  private final Set<Integer> upperBounds;
  private final Optional<String> requestId;

  /**
   * Scores that are exact, by a model that names no request. Copies both lists.
   *
   * @param choices the answers, in the order in which they were asked for
   * @param logProbabilities natural logarithm of the probability of each, at most 0, {@code
   *     -Infinity} for an impossible one; over all texts, so the probabilities of the choices need
   *     not add up to 1
   * @param usage tokens read
   * @throws IllegalArgumentException if the lists differ in length or are empty, or a
   *     log-probability is positive or not a number
   */
  public ChoiceScores(List<String> choices, List<Double> logProbabilities, TokenUsage usage) {
    this(List.copyOf(choices), List.copyOf(logProbabilities), usage, Set.of(), Optional.empty());
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

  private ChoiceScores(
      List<String> choices,
      List<Double> logProbabilities,
      TokenUsage usage,
      Set<Integer> upperBounds,
      Optional<String> requestId) {
    this.choices = choices;
    this.logProbabilities = logProbabilities;
    this.usage = requireNonNull(usage, "usage");
    this.upperBounds = upperBounds;
    this.requestId = requestId;
  }

  /**
   * These scores, some of which are no more than bounds: a server lists only the most probable
   * answers, and tells of the others only how probable they are at most.
   *
   * @param places the choices that are less probable than their scores say, or as probable; from 0
   * @return new scores
   * @throws IndexOutOfBoundsException if there is no such choice
   */
  public ChoiceScores withUpperBounds(Set<Integer> places) {
    places.forEach(place -> Objects.checkIndex(place, choices.size()));
    return new ChoiceScores(choices, logProbabilities, usage, Set.copyOf(places), requestId);
  }

  /**
   * These scores with the name of the request that they answer.
   *
   * @param id what the server calls the request
   * @return new scores
   */
  public ChoiceScores withRequestId(String id) {
    return new ChoiceScores(choices, logProbabilities, usage, upperBounds, Optional.of(id));
  }

  /**
   * The answers.
   *
   * @return at least one, in the order in which they were asked for; unmodifiable
   */
  public List<String> choices() {
    return choices;
  }

  /**
   * How probable the answers are.
   *
   * @return natural logarithms, one per choice, each at most 0 and {@code -Infinity} for an
   *     impossible one; where {@link #isUpperBound} says so, the most that it can be; unmodifiable
   */
  public List<Double> logProbabilities() {
    return logProbabilities;
  }

  /**
   * What it cost.
   *
   * @return tokens read
   */
  public TokenUsage usage() {
    return usage;
  }

  /**
   * Whether the score of a choice is only the most that it can be.
   *
   * @param place the choice, from 0
   * @return false where the score is exact
   * @throws IndexOutOfBoundsException if there is no such choice
   */
  public boolean isUpperBound(int place) {
    return upperBounds.contains(Objects.checkIndex(place, choices.size()));
  }

  /**
   * What the server calls the request, for its support.
   *
   * @return a name, or empty where there is no server or it gives none
   */
  public Optional<String> requestId() {
    return requestId;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof ChoiceScores that
        && choices.equals(that.choices)
        && logProbabilities.equals(that.logProbabilities)
        && usage.equals(that.usage)
        && upperBounds.equals(that.upperBounds)
        && requestId.equals(that.requestId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(choices, logProbabilities, usage, upperBounds, requestId);
  }

  /** The choices with their scores, bounds marked as such. */
  @Override
  public String toString() {
    var text = new StringBuilder("ChoiceScores[");
    for (int i = 0; i < choices.size(); i++) {
      text.append(i == 0 ? "" : ", ").append('\'').append(choices.get(i)).append('\'');
      text.append(isUpperBound(i) ? " <= " : " = ").append(logProbabilities.get(i));
    }
    return text.append(", ").append(usage).append(']').toString();
  }
}
