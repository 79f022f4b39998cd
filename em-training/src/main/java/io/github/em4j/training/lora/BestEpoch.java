package io.github.em4j.training.lora;

import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTuningMetrics;
import java.util.Comparator;
import java.util.List;

/** Which epoch's adapter is kept. */
final class BestEpoch {
  private static final Comparator<EpochResult> BY_QUALITY =
      Comparator.<EpochResult>comparingDouble(
              result -> result.metric(FineTuningMetrics.VALIDATION_F1).orElse(0))
          .thenComparingDouble(
              result -> -result.metric(FineTuningMetrics.VALIDATION_LOSS).orElse(0));

  private BestEpoch() {}

  /** The one with the best F1, then with the smallest loss; the first of equals, else the last. */
  static int of(List<EpochResult> epochs) {
    EpochResult best = epochs.get(epochs.size() - 1);
    if (best.metrics().containsKey(FineTuningMetrics.VALIDATION_F1)) {
      best = epochs.get(0);
      for (EpochResult result : epochs) {
        best = BY_QUALITY.compare(result, best) > 0 ? result : best;
      }
    }
    return best.epoch();
  }
}
