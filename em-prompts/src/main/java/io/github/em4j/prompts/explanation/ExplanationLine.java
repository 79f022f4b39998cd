package io.github.em4j.prompts.explanation;

import static java.util.Objects.requireNonNull;

import io.github.em4j.AttributeComparison;
import java.util.EnumSet;
import java.util.Set;

/** What became of one attribute line. */
public sealed interface ExplanationLine {

  /**
   * The line as it was written.
   *
   * @return the text, without white space at its ends
   */
  String text();

  /**
   * A line that follows the form.
   *
   * @param text the line as it was written
   * @param comparison what it says
   */
  record WellFormed(String text, AttributeComparison comparison) implements ExplanationLine {

    /**
     * Checks that nothing is null.
     *
     * @throws NullPointerException if a component is null
     */
    public WellFormed {
      requireNonNull(text, "text");
      requireNonNull(comparison, "comparison");
    }
  }

  /**
   * A line that does not follow the form, and can be read for certain nevertheless.
   *
   * @param text the line as it was written
   * @param comparison what it says
   * @param repairs what was put right, at least one thing
   */
  record Repaired(String text, AttributeComparison comparison, Set<Repair> repairs)
      implements ExplanationLine {

    /**
     * Copies the repairs.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Repaired {
      requireNonNull(text, "text");
      requireNonNull(comparison, "comparison");
      if (repairs.isEmpty()) {
        throw new IllegalArgumentException("a repaired line needs at least one repair, found none");
      }
      repairs = Set.copyOf(EnumSet.copyOf(repairs));
    }
  }

  /**
   * A line that cannot be read for certain.
   *
   * @param text the line as it was written
   * @param reason why not
   */
  record Rejected(String text, Rejection reason) implements ExplanationLine {

    /**
     * Checks that nothing is null.
     *
     * @throws NullPointerException if a component is null
     */
    public Rejected {
      requireNonNull(text, "text");
      requireNonNull(reason, "reason");
    }
  }
}
