package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.selection.LeakFilter;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a learning curve learns from, validates on and measures on.
 *
 * @param pool the pairs to choose from
 * @param validation what thresholds and checkpoints are chosen on
 * @param evaluation what F1 is measured on
 */
record CurveSplits(DatasetSplit pool, DatasetSplit validation, DatasetSplit evaluation) {

  /**
   * The splits of a data set. On validation, each class of the validation split is cut into halves.
   */
  static CurveSplits of(Dataset dataset, boolean onValidation, long seed) {
    DatasetSplit train = SplitRoles.train(dataset);
    DatasetSplit validation = SplitRoles.require(dataset, Dataset.VALIDATION);
    if (!onValidation) {
      DatasetSplit test = SplitRoles.test(dataset);
      return new CurveSplits(train, without(validation, test), test);
    }
    List<LabeledPair> first = new ArrayList<>();
    List<LabeledPair> second = new ArrayList<>();
    for (boolean match : new boolean[] {true, false}) {
      List<LabeledPair> some =
          new ArrayList<>(
              validation.pairs().stream().filter(p -> p.label().isMatch() == match).toList());
      Collections.shuffle(some, new Random(seed));
      first.addAll(some.subList(0, some.size() / 2));
      second.addAll(some.subList(some.size() / 2, some.size()));
    }
    DatasetSplit measured = new DatasetSplit("half of " + validation.name(), second);
    return new CurveSplits(
        train, without(new DatasetSplit("other half", first), measured), measured);
  }

  /** A split without what another has as well. */
  private static DatasetSplit without(DatasetSplit split, DatasetSplit other) {
    List<TrainingPair> keyed = new ArrayList<>();
    split.pairs().forEach(pair -> keyed.add(new TrainingPair("pair:" + keyed.size(), pair)));
    List<LabeledPair> kept =
        LeakFilter.against(List.of(other)).apply(keyed).stream()
            .map(PairOutcome::pairs)
            .flatMap(List::stream)
            .map(TrainingPair::pair)
            .toList();
    return new DatasetSplit(split.name(), kept);
  }
}
