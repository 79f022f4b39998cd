package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Optional;

/**
 * What an operator is applied to, with the checks that most operators need.
 *
 * @param values one per input of the specification; empty where an optional one is left out
 */
public record OperatorInputs(List<Optional<Value>> values) {

  /** Copies the list. */
  public OperatorInputs {
    values = List.copyOf(values);
  }

  /**
   * Checks how many inputs there are.
   *
   * @param least the fewest allowed
   * @param most the most allowed
   * @throws IllegalArgumentException if there are fewer or more
   */
  public void requireCount(int least, int most) {
    if (values.size() < least || values.size() > most) {
      throw new IllegalArgumentException(
          "takes %s inputs, found %d"
              .formatted(
                  least == most ? Integer.toString(least) : least + " to " + most, values.size()));
    }
  }

  /**
   * An input that must be there.
   *
   * @param index from 0
   * @return the value
   * @throws IllegalArgumentException if it is left out
   */
  public Value get(int index) {
    return optional(index)
        .orElseThrow(() -> new IllegalArgumentException("input " + index + " is missing"));
  }

  /**
   * An input that may be left out.
   *
   * @param index from 0
   * @return the value, or empty
   */
  public Optional<Value> optional(int index) {
    return index < values.size() ? values.get(index) : Optional.empty();
  }

  /**
   * An input of a certain number of axes.
   *
   * @param index from 0
   * @param rank the number of axes
   * @return its shape
   * @throws IllegalArgumentException if it has another number of axes
   */
  public Shape shape(int index, int rank) {
    Shape shape = get(index).shape();
    if (shape.rank() != rank) {
      throw new IllegalArgumentException(
          "input %d must have %d axes, found %s".formatted(index, rank, shape));
    }
    return shape;
  }

  /**
   * Checks the element type of an input.
   *
   * @param index from 0
   * @param allowed what it may be
   * @return the type
   * @throws IllegalArgumentException if it is another one
   */
  public ElementType requireElement(int index, ElementType... allowed) {
    ElementType found = get(index).element();
    if (!List.of(allowed).contains(found)) {
      throw new IllegalArgumentException(
          "input %d must be %s, found %s".formatted(index, List.of(allowed), found));
    }
    return found;
  }

  /**
   * Checks that an input holds floating-point numbers.
   *
   * @param index from 0
   * @return the type
   * @throws IllegalArgumentException if it holds others
   */
  public ElementType requireFloatingPoint(int index) {
    return requireElement(
        index, ElementType.FLOAT, ElementType.FLOAT16, ElementType.BFLOAT16, ElementType.DOUBLE);
  }

  /**
   * Checks that all inputs that are there, from the first on, have one element type.
   *
   * @param count how many to compare
   * @return the type
   * @throws IllegalArgumentException if they differ
   */
  public ElementType requireSameElement(int count) {
    ElementType first = get(0).element();
    for (int i = 1; i < Math.min(count, values.size()); i++) {
      int index = i;
      optional(i)
          .filter(value -> value.element() != first)
          .ifPresent(
              value -> {
                throw new IllegalArgumentException(
                    "inputs 0 and %d must have one element type, found %s and %s"
                        .formatted(index, first, value.element()));
              });
    }
    return first;
  }

  /**
   * Checks that two sizes agree.
   *
   * @param what what is compared, for the message
   * @param expected one size
   * @param found the other
   * @throws IllegalArgumentException if they differ
   */
  public static void requireEqual(String what, Dimension expected, Dimension found) {
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "%s must agree, found %s and %s".formatted(what, expected, found));
    }
  }
}
