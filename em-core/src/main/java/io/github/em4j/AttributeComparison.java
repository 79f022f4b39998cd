package io.github.em4j;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One attribute of a structured explanation: what each side says, how alike the two values are and
 * how much that counted.
 *
 * @param attribute the attribute's name, not blank
 * @param left the value on the left side, empty where it is missing
 * @param right the value on the right side, empty where it is missing
 * @param importance influence on the decision in [−1, 1]; the sign says in which direction
 *     (positive: towards a match)
 * @param similarity how alike the two values are, in [0, 1]
 */
public record AttributeComparison(
    String attribute,
    Optional<String> left,
    Optional<String> right,
    OptionalDouble importance,
    OptionalDouble similarity) {

  /**
   * Checks the name and the ranges.
   *
   * @throws IllegalArgumentException if the name is blank or a number is out of its range or not a
   *     number
   */
  public AttributeComparison {
    if (requireNonNull(attribute, "attribute").isBlank()) {
      throw new IllegalArgumentException("the name of a compared attribute must not be blank");
    }
    requireNonNull(left, "left");
    requireNonNull(right, "right");
    requireIn("importance", importance, -1, 1, attribute);
    requireIn("similarity", similarity, 0, 1, attribute);
  }

  private static void requireIn(
      String what, OptionalDouble value, double low, double high, String attribute) {
    requireNonNull(value, what);
    // Written so that NaN fails as well.
    if (value.isPresent() && !(value.getAsDouble() >= low && value.getAsDouble() <= high)) {
      throw new IllegalArgumentException(
          what
              + " of '"
              + attribute
              + "' must lie in ["
              + low
              + ", "
              + high
              + "], found "
              + value.getAsDouble());
    }
  }
}
