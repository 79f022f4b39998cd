package io.github.em4j.evaluation.robustness;

import io.github.em4j.MatchLabel;
import io.github.em4j.evaluation.Answer;
import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Proportion;
import java.util.HashMap;
import java.util.Map;

/**
 * How answers changed from one run to another on the same pairs, for each label. A flip is a pair
 * that both runs decided, and differently. Pairs that one of the runs left undecided or failed on
 * are no flips and stand apart: {@link #lost}, {@link #gained}, {@link #neverDecided}.
 *
 * <p>Immutable; made by {@link #between}.
 */
public final class Flips {
  private final Map<Change, Long> counts;

  /** A label and what became of the answer. */
  private record Change(MatchLabel label, Answer before, Answer after) {}

  private Flips(Map<Change, Long> counts) {
    this.counts = Map.copyOf(counts);
  }

  /**
   * Compares two runs pair by pair.
   *
   * @param before what the matcher answered first
   * @param after what it answered on the same pairs, perhaps in another form, in the same order
   * @return the changes
   * @throws IllegalArgumentException if the two are not about pairs with the same ids and labels
   */
  public static Flips between(Predictions before, Predictions after) {
    Predictions paired = after.on(before.split());
    var counts = new HashMap<Change, Long>();
    for (int i = 0; i < before.size(); i++) {
      Prediction first = before.get(i);
      var change = new Change(first.pair().label(), first.answer(), paired.get(i).answer());
      counts.merge(change, 1L, Long::sum);
    }
    return new Flips(counts);
  }

  /**
   * The pairs of a label that went from one answer to another, or stayed with it.
   *
   * @param label what the gold standard says
   * @param before the answer of the first run
   * @param after the answer of the second run
   * @return at least 0
   */
  public long count(MatchLabel label, Answer before, Answer after) {
    return counts.getOrDefault(new Change(label, before, after), 0L);
  }

  /**
   * The pairs that went from one answer to another, or stayed with it, whatever their label.
   *
   * @param before the answer of the first run
   * @param after the answer of the second run
   * @return at least 0
   */
  public long count(Answer before, Answer after) {
    return count(MatchLabel.MATCH, before, after) + count(MatchLabel.NON_MATCH, before, after);
  }

  /**
   * All pairs.
   *
   * @return at least 0
   */
  public long pairs() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Pairs that both runs decided.
   *
   * @return at least 0
   */
  public long decidedTwice() {
    return flipped()
        + count(Answer.MATCH, Answer.MATCH)
        + count(Answer.NON_MATCH, Answer.NON_MATCH);
  }

  /**
   * Pairs that both runs decided, and differently.
   *
   * @return the sum of {@link #toMatch} and {@link #toNonMatch}
   */
  public long flipped() {
    return toMatch() + toNonMatch();
  }

  /**
   * Flips from a non-match to a match.
   *
   * @return at least 0
   */
  public long toMatch() {
    return count(Answer.NON_MATCH, Answer.MATCH);
  }

  /**
   * Flips from a match to a non-match.
   *
   * @return at least 0
   */
  public long toNonMatch() {
    return count(Answer.MATCH, Answer.NON_MATCH);
  }

  /**
   * Flips from the right label to the wrong one.
   *
   * @return at least 0
   */
  public long toWrong() {
    return count(MatchLabel.MATCH, Answer.MATCH, Answer.NON_MATCH)
        + count(MatchLabel.NON_MATCH, Answer.NON_MATCH, Answer.MATCH);
  }

  /**
   * Flips from the wrong label to the right one.
   *
   * @return at least 0
   */
  public long toRight() {
    return flipped() - toWrong();
  }

  /**
   * Pairs that the first run decided and the second did not.
   *
   * @return at least 0, undecided and failed ones together
   */
  public long lost() {
    return count(Answer.MATCH, Answer.UNDECIDED)
        + count(Answer.MATCH, Answer.FAILED)
        + count(Answer.NON_MATCH, Answer.UNDECIDED)
        + count(Answer.NON_MATCH, Answer.FAILED);
  }

  /**
   * Pairs that the second run decided and the first did not.
   *
   * @return at least 0, undecided and failed ones together
   */
  public long gained() {
    return count(Answer.UNDECIDED, Answer.MATCH)
        + count(Answer.FAILED, Answer.MATCH)
        + count(Answer.UNDECIDED, Answer.NON_MATCH)
        + count(Answer.FAILED, Answer.NON_MATCH);
  }

  /**
   * Pairs that neither run decided.
   *
   * @return at least 0
   */
  public long neverDecided() {
    return pairs() - decidedTwice() - lost() - gained();
  }

  /**
   * The flip rate: which part of the pairs that both runs decided is decided differently.
   *
   * @return {@link #flipped} of {@link #decidedTwice}
   */
  public Proportion rate() {
    return new Proportion(flipped(), decidedTwice());
  }

  /**
   * Which part of the pairs that the first run got right, and the second decided, turned wrong. For
   * an injection this is how often the instruction was followed against better knowledge.
   *
   * @return {@link #toWrong} of the right decisions that were decided again
   */
  public Proportion harm() {
    long stayedRight =
        count(MatchLabel.MATCH, Answer.MATCH, Answer.MATCH)
            + count(MatchLabel.NON_MATCH, Answer.NON_MATCH, Answer.NON_MATCH);
    return new Proportion(toWrong(), toWrong() + stayedRight);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Flips that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return "Flips[%d of %d decided twice: %d to match, %d to non-match; %d lost, %d gained]"
        .formatted(flipped(), decidedTwice(), toMatch(), toNonMatch(), lost(), gained());
  }
}
