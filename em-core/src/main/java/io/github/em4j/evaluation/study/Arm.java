package io.github.em4j.evaluation.study;

import java.util.Comparator;
import java.util.Optional;

/**
 * What a study compares: a matcher, trained on a source or on nothing (zero-shot). Data sets,
 * templates and seeds are what it is tried with.
 *
 * @param matcher the name of the matcher or recipe, not blank
 * @param source the name of the training source; empty for one that was not trained
 */
public record Arm(String matcher, Optional<String> source) implements Comparable<Arm> {
  private static final Comparator<Arm> ORDER =
      Comparator.comparing(Arm::matcher).thenComparing(arm -> arm.source().orElse(""));

  /**
   * Checks the names.
   *
   * @throws IllegalArgumentException if one is blank
   */
  public Arm {
    Names.require("matcher", matcher);
    Names.require("source", source);
  }

  /**
   * A matcher that was not trained.
   *
   * @param matcher its name
   * @return the arm
   */
  public static Arm zeroShot(String matcher) {
    return new Arm(matcher, Optional.empty());
  }

  /**
   * A matcher that was trained.
   *
   * @param matcher its name
   * @param source the name of what it was trained on
   * @return the arm
   */
  public static Arm trained(String matcher, String source) {
    return new Arm(matcher, Optional.of(source));
  }

  /** By matcher; the untrained one before the trained ones. */
  @Override
  public int compareTo(Arm other) {
    return ORDER.compare(this, other);
  }

  /** For example {@code llama-8b trained on abt-buy}. */
  @Override
  public String toString() {
    return matcher + source.map(name -> " trained on " + name).orElse("");
  }
}
