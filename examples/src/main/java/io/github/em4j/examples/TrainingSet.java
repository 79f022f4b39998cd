package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.training.baseline.BaselineMatcher;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.baseline.BaselineTrainer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a matcher learns from.
 *
 * @param name the names of the data sets, joined by {@code +}
 * @param train the pairs to learn from
 * @param trainSplits the names of the splits that they are
 * @param validation the pairs to choose on; empty where the sources have none, and a part of {@code
 *     train} is held out
 * @param validationSplits the names of the splits that they are
 */
record TrainingSet(
    String name,
    List<LabeledPair> train,
    String trainSplits,
    List<LabeledPair> validation,
    String validationSplits) {

  /**
   * The train splits of all sources together, and the validation splits of the sources or those
   * given.
   */
  static TrainingSet of(List<Dataset> sources, List<Dataset> givenValidation) {
    List<DatasetSplit> train = sources.stream().map(SplitRoles::train).toList();
    List<DatasetSplit> validation =
        givenValidation.isEmpty()
            ? ownValidation(sources)
            : givenValidation.stream()
                .map(given -> SplitRoles.require(given, Dataset.VALIDATION))
                .toList();
    return new TrainingSet(
        sources.stream().map(Dataset::name).collect(Collectors.joining(" + ")),
        pairs(train),
        names(train),
        pairs(validation),
        names(validation));
  }

  /**
   * Only where every source has one: the threshold would else fit some sources and not the others.
   */
  private static List<DatasetSplit> ownValidation(List<Dataset> sources) {
    List<DatasetSplit> own =
        sources.stream().flatMap(source -> SplitRoles.validation(source).stream()).toList();
    return own.size() == sources.size() ? own : List.of();
  }

  private static List<LabeledPair> pairs(List<DatasetSplit> splits) {
    return splits.stream().flatMap(split -> split.pairs().stream()).toList();
  }

  private static String names(List<DatasetSplit> splits) {
    return splits.stream().map(DatasetSplit::name).collect(Collectors.joining(" + "));
  }

  /** Trains the baseline on these pairs. */
  BaselineMatcher trainBaseline(long seed) {
    var trainer = new BaselineTrainer(BaselineOptions.builder().seed(seed).build());
    return holdsOut()
        ? trainer.train(name, train)
        : trainer.train(
            name,
            new DatasetSplit(trainSplits, train),
            new DatasetSplit(validationSplits, validation));
  }

  /** Whether calibration and threshold come from pairs that are held out from {@code train}. */
  boolean holdsOut() {
    return validation.isEmpty();
  }
}
