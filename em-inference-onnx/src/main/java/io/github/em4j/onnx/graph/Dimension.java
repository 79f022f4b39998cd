package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The size of one axis of a tensor: a number, a name for a size known only at run time, or a
 * product of both such as {@code 9*tokens}. Two dimensions are the same size where they are equal.
 *
 * @param coefficient the known factor, at least 0
 * @param symbols the names of the unknown factors, sorted; empty for a fixed size
 */
public record Dimension(long coefficient, List<String> symbols) {

  /**
   * Sorts the symbols.
   *
   * @throws IllegalArgumentException if the coefficient is negative
   */
  public Dimension {
    if (coefficient < 0) {
      throw new IllegalArgumentException("a dimension must be at least 0, found " + coefficient);
    }
    List<String> sorted = new ArrayList<>(coefficient == 0 ? List.of() : symbols);
    Collections.sort(sorted);
    symbols = List.copyOf(sorted);
  }

  /**
   * A known size.
   *
   * @param size at least 0
   * @return the dimension
   */
  public static Dimension of(long size) {
    return new Dimension(size, List.of());
  }

  /**
   * A size known only at run time.
   *
   * @param name what stands for it
   * @return the dimension
   */
  public static Dimension of(String name) {
    return new Dimension(1, List.of(requireNonNull(name, "name")));
  }

  /**
   * The product of two sizes.
   *
   * @param other the other factor
   * @return this times {@code other}
   */
  public Dimension times(Dimension other) {
    List<String> all = new ArrayList<>(symbols);
    all.addAll(other.symbols);
    return new Dimension(Math.multiplyExact(coefficient, other.coefficient), all);
  }

  /**
   * The difference of two sizes that are known but for the same factors.
   *
   * @param other a size of the same symbols, at most as large
   * @return this less {@code other}
   * @throws IllegalArgumentException if their symbols differ or it is larger
   */
  public Dimension minus(Dimension other) {
    if (!symbols.equals(other.symbols)) {
      throw new IllegalArgumentException(
          "the difference of %s and %s is not known".formatted(this, other));
    }
    return new Dimension(coefficient - other.coefficient, symbols);
  }

  /**
   * Whether the size is known.
   *
   * @return true where no symbol stands in it
   */
  public boolean isFixed() {
    return symbols.isEmpty();
  }

  /** As ONNX writes it: {@code 576}, {@code tokens} or {@code 9*tokens}. */
  @Override
  public String toString() {
    if (isFixed()) {
      return Long.toString(coefficient);
    }
    String names = String.join("*", symbols);
    return coefficient == 1 ? names : coefficient + "*" + names;
  }
}
