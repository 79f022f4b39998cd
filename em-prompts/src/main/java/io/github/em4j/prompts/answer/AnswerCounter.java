package io.github.em4j.prompts.answer;

import java.util.EnumMap;
import java.util.Map;

/** Counts answers under both rules. Not safe for use by many threads. */
public final class AnswerCounter {
  private final Map<AnswerRule, LabelCounts> counts = new EnumMap<>(AnswerRule.class);
  private long disagreements;

  /** A counter that has counted nothing yet. */
  public AnswerCounter() {}

  /**
   * Counts one answer.
   *
   * @param reading what it says
   */
  public void add(AnswerReading reading) {
    for (AnswerRule rule : AnswerRule.values()) {
      counts.put(rule, counts(rule).plus(reading.by(rule)));
    }
    disagreements += reading.rulesAgree() ? 0 : 1;
  }

  /**
   * What was counted under one rule.
   *
   * @param rule the rule
   * @return the counts so far
   */
  public LabelCounts counts(AnswerRule rule) {
    return counts.getOrDefault(rule, LabelCounts.ZERO);
  }

  /**
   * How many answers the two rules read differently.
   *
   * @return at least 0
   */
  public long disagreements() {
    return disagreements;
  }
}
