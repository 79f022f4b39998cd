package io.github.em4j.training.selection.rounds;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.training.selection.TrainingPair;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** What keeps a result from looking better than it is. */
final class SplitRules {
  private static final int EXAMPLES = 1;

  private SplitRules() {}

  /** Refuses a split that is called a test split. */
  static void refuseTest(String role, DatasetSplit split) {
    if (split.name().toLowerCase(Locale.ROOT).startsWith(Dataset.TEST)) {
      throw new IllegalArgumentException(
          "%s must not look at test data, found split '%s'".formatted(role, split.name()));
    }
  }

  /** Refuses two lists of pairs that have a pair in common, in whatever order of its sides. */
  static void refuseOverlap(
      String role, List<LabeledPair> pairs, String otherRole, List<LabeledPair> others) {
    LeakReport report =
        LeakDetector.builder()
            .maxExamples(EXAMPLES)
            .build()
            .check(List.of(new DatasetSplit(role, pairs), new DatasetSplit(otherRole, others)));
    SharedPairs ids = report.overlaps().get(0).ids();
    SharedPairs texts = report.overlaps().get(0).texts();
    SharedPairs more = ids.anyOrder() > texts.anyOrder() ? ids : texts;
    if (more.anyOrder() > 0) {
      throw new IllegalArgumentException(
          "%s and %s must have no pair in common, found %d, for example %s"
              .formatted(role, otherRole, more.anyOrder(), more.examples().get(0).pair()));
    }
  }

  /** Refuses pairs of one key. */
  static void requireDifferentKeys(List<TrainingPair> start, List<TrainingPair> pool) {
    var keys = new HashSet<String>();
    for (List<TrainingPair> pairs : List.of(start, pool)) {
      for (TrainingPair pair : pairs) {
        if (!keys.add(pair.key())) {
          throw new IllegalArgumentException(
              "all training pairs must have different keys, found '" + pair.key() + "' twice");
        }
      }
    }
  }

  /** The pairs without keys and explanations. */
  static List<LabeledPair> labeled(List<TrainingPair> pairs) {
    return pairs.stream().map(TrainingPair::pair).toList();
  }
}
