package io.github.em4j.prompts.explanation;

import io.github.em4j.MatchLabel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Counts what became of many structured explanations. Not safe for use by many threads. */
public final class ExplanationStatistics {
  private long explanations;
  private long wellFormed;
  private long repaired;
  private long rejected;
  private long labelContradictions;
  private long unreadableLabels;
  private final Map<Repair, Long> repairs = new EnumMap<>(Repair.class);
  private final Map<Rejection, Long> rejections = new EnumMap<>(Rejection.class);

  /** Statistics of no explanation yet. */
  public ExplanationStatistics() {}

  /**
   * Counts an explanation of a pair whose label is known.
   *
   * @param parsed what it says
   * @param gold the label of the pair
   */
  public void add(ParsedExplanation parsed, MatchLabel gold) {
    labelContradictions += parsed.contradicts(gold) ? 1 : 0;
    add(parsed);
  }

  /**
   * Counts an explanation.
   *
   * @param parsed what it says
   */
  public void add(ParsedExplanation parsed) {
    explanations++;
    unreadableLabels += parsed.label().isEmpty() ? 1 : 0;
    for (ExplanationLine line : parsed.lines()) {
      if (line instanceof ExplanationLine.Repaired repairedLine) {
        repaired++;
        repairedLine.repairs().forEach(repair -> repairs.merge(repair, 1L, Long::sum));
      } else if (line instanceof ExplanationLine.Rejected rejectedLine) {
        rejected++;
        rejections.merge(rejectedLine.reason(), 1L, Long::sum);
      } else {
        wellFormed++;
      }
    }
  }

  /**
   * How many explanations were counted.
   *
   * @return at least 0
   */
  public long explanations() {
    return explanations;
  }

  /**
   * How many attribute lines they have: lines that are not blank and not the answer.
   *
   * @return the sum of well-formed, repaired and rejected lines
   */
  public long attributeLines() {
    return wellFormed + repaired + rejected;
  }

  /**
   * How many lines follow the form.
   *
   * @return at least 0
   */
  public long wellFormed() {
    return wellFormed;
  }

  /**
   * How many lines were repaired.
   *
   * @return at least 0
   */
  public long repaired() {
    return repaired;
  }

  /**
   * How many lines were rejected.
   *
   * @return at least 0
   */
  public long rejected() {
    return rejected;
  }

  /**
   * How many answers are the opposite of the known label.
   *
   * @return at least 0
   */
  public long labelContradictions() {
    return labelContradictions;
  }

  /**
   * How many explanations begin with no answer.
   *
   * @return at least 0
   */
  public long unreadableLabels() {
    return unreadableLabels;
  }

  /**
   * How often each repair was made. A line may need several.
   *
   * @return repairs that were made at least once, in the order of {@link Repair}
   */
  public Map<Repair, Long> repairs() {
    return Collections.unmodifiableMap(repairs);
  }

  /**
   * How often lines were rejected, by reason.
   *
   * @return reasons that occurred at least once, in the order of {@link Rejection}
   */
  public Map<Rejection, Long> rejections() {
    return Collections.unmodifiableMap(rejections);
  }
}
