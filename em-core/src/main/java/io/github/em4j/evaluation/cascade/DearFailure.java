package io.github.em4j.evaluation.cascade;

import io.github.em4j.evaluation.Prediction;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a pair that was passed on and that the dear matcher fails on or leaves undecided.
 */
public enum DearFailure {
  /**
   * The pair has failed or is undecided: nothing covers up that the dear matcher gave no answer.
   */
  FAIL,
  /**
   * The cheap matcher's own decision stands, by its own threshold. Where the cheap matcher has none
   * either, the pair has failed or is undecided as the dear matcher left it.
   */
  CHEAP_DECISION;

  /**
   * The dear matcher's answers as a cascade with this policy takes them, to choose thresholds on or
   * to apply thresholds to.
   *
   * @param cheap what the cheap matcher answered
   * @param dear what the dear matcher answered on the same pairs
   * @return the dear matcher's answers; for {@link #CHEAP_DECISION} with the cheap matcher's in the
   *     place of those that are missing
   * @throws IllegalArgumentException if the two are not about the same pairs
   */
  public Predictions applyTo(Predictions cheap, Predictions dear) {
    cheap.requireSamePairs(dear);
    if (this == FAIL) {
      return dear;
    }
    List<Prediction> answers = new ArrayList<>(dear.size());
    for (int i = 0; i < dear.size(); i++) {
      boolean fallBack = !dear.get(i).answer().isDecided() && cheap.get(i).answer().isDecided();
      answers.add(fallBack ? cheap.get(i) : dear.get(i));
    }
    return Predictions.ofPredictions(dear.split(), answers);
  }
}
