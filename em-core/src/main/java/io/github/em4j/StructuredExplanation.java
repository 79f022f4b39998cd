package io.github.em4j;

import java.util.List;

/**
 * An explanation as a list of compared attributes, in the order in which they were named.
 *
 * @param comparisons one entry per compared attribute
 */
public record StructuredExplanation(List<AttributeComparison> comparisons) implements Explanation {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if the list or an entry is null
   */
  public StructuredExplanation {
    comparisons = List.copyOf(comparisons);
  }
}
