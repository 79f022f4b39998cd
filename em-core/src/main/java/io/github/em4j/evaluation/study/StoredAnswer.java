package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the store keeps of a matcher's answer on one pair.
 *
 * @param answer what was answered
 * @param matchProbability how probable a match is in the matcher's view, in [0, 1], where it said
 *     so
 * @param rawAnswer the text of a language model, where there is one
 * @param error what failed; there exactly where the answer is {@link Answer#FAILED}
 * @param latency the pair's equal share of the time for which the study waited for its batch; the
 *     sum over a cell is the time that the matcher took on it
 * @param usage tokens read and written
 */
public record StoredAnswer(
    Answer answer,
    OptionalDouble matchProbability,
    Optional<String> rawAnswer,
    Optional<String> error,
    Duration latency,
    TokenUsage usage) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the probability lies outside [0, 1] or is not a number, a
   *     failed answer has a probability or no error, another one has an error, or the latency is
   *     negative
   */
  public StoredAnswer {
    requireNonNull(answer, "answer");
    requireNonNull(rawAnswer, "rawAnswer");
    requireNonNull(usage, "usage");
    boolean failed = answer == Answer.FAILED;
    if (matchProbability.isPresent()) {
      double probability = matchProbability.getAsDouble();
      // Written so that NaN fails as well.
      if (failed || !(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "a probability must lie in [0, 1] and belong to an answer, found %s for %s"
                .formatted(probability, answer));
      }
    }
    if (failed != error.isPresent()) {
      throw new IllegalArgumentException(
          "an error must be there exactly for a failed pair, found %s for %s"
              .formatted(error, answer));
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("a latency must not be negative, found " + latency);
    }
  }
}
