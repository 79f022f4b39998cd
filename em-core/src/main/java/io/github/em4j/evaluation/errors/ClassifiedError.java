package io.github.em4j.evaluation.errors;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Prediction;
import java.util.List;

/**
 * An error and the classes to which a model assigned it.
 *
 * @param row the place of the pair in its split, from 0
 * @param prediction the pair and the answer
 * @param status what became of the question about it
 * @param assignments the most confident one first; empty unless the status is {@link
 *     Status#ASSIGNED}
 */
public record ClassifiedError(
    int row, Prediction prediction, Status status, List<Assignment> assignments) {

  /** What became of the question about an error. */
  public enum Status {
    /** The model named at least one class. */
    ASSIGNED,
    /** The model said that no class fits. */
    NONE_FITS,
    /** No answer could be read, however often the model was asked. */
    UNREADABLE,
    /** The question could not be written, the model failed, or no class was found. */
    FAILED
  }

  /**
   * A class of an error.
   *
   * @param errorClass the class
   * @param confidence how sure the model says it is, in [0, 1]; its own word and not calibrated
   */
  public record Assignment(ErrorClass errorClass, double confidence) {

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the confidence lies outside [0, 1] or is not a number
     */
    public Assignment {
      requireNonNull(errorClass, "errorClass");
      if (!(confidence >= 0 && confidence <= 1)) {
        throw new IllegalArgumentException("a confidence must lie in [0, 1], found " + confidence);
      }
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are assignments and the status is another one, or the
   *     other way round
   */
  public ClassifiedError {
    requireNonNull(prediction, "prediction");
    requireNonNull(status, "status");
    assignments = List.copyOf(assignments);
    if (assignments.isEmpty() == (status == Status.ASSIGNED)) {
      throw new IllegalArgumentException(
          "an error has assignments if and only if it is ASSIGNED, found %s and %d assignments"
              .formatted(status, assignments.size()));
    }
  }
}
