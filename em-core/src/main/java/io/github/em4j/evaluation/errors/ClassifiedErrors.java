package io.github.em4j.evaluation.errors;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.errors.ClassifiedError.Status;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The errors of one kind, sorted into classes.
 *
 * @param kind false positives or false negatives
 * @param classes what they were sorted into; empty where there was no error or no class was found
 * @param discovered whether a model found the classes in these errors, else they were given
 * @param total how many errors there are
 * @param errors those that were looked at, in the order of the split
 */
public record ClassifiedErrors(
    ErrorKind kind,
    List<ErrorClass> classes,
    boolean discovered,
    long total,
    List<ClassifiedError> errors) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if more errors were looked at than there are
   */
  public ClassifiedErrors {
    requireNonNull(kind, "kind");
    classes = List.copyOf(classes);
    errors = List.copyOf(errors);
    if (errors.size() > total) {
      throw new IllegalArgumentException(
          "of %d errors %d cannot be looked at".formatted(total, errors.size()));
    }
  }

  /**
   * How many errors are in each class. An error counts in each of its classes, so the numbers may
   * add up to more than there are errors.
   *
   * @param minConfidence from which confidence on an assignment counts, in [0, 1]
   * @return an entry for every class, in the order of {@link #classes}
   */
  public Map<ErrorClass, Long> counts(double minConfidence) {
    var counts = new LinkedHashMap<ErrorClass, Long>();
    classes.forEach(errorClass -> counts.put(errorClass, 0L));
    for (ClassifiedError error : errors) {
      error.assignments().stream()
          .filter(assignment -> assignment.confidence() >= minConfidence)
          .forEach(assignment -> counts.merge(assignment.errorClass(), 1L, Long::sum));
    }
    return Collections.unmodifiableMap(counts);
  }

  /**
   * How many of the errors looked at ended so.
   *
   * @param status what became of the question
   * @return at least 0
   */
  public long count(Status status) {
    return errors.stream().filter(error -> error.status() == status).count();
  }

  /**
   * How many of the errors looked at are in no class, for whatever reason.
   *
   * @return at least 0
   */
  public long unassigned() {
    return errors.size() - count(Status.ASSIGNED);
  }

  /**
   * How many errors were not looked at, because there are more than the analysis takes.
   *
   * @return at least 0
   */
  public long notAsked() {
    return total - errors.size();
  }
}
