package io.github.em4j.examples;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a matcher learns from.
 *
 * @param name the names of the data sets, joined by {@code +}
 * @param train the pairs to learn from
 * @param validation the pairs to choose on; empty where the sources have none, and a part of {@code
 *     train} is held out
 */
record TrainingSet(String name, List<LabeledPair> train, List<LabeledPair> validation) {

  /**
   * The train splits of all sources together, and the validation splits of the sources or those
   * given.
   */
  static TrainingSet of(List<Dataset> sources, List<Dataset> givenValidation) {
    var train = new ArrayList<LabeledPair>();
    var validation = new ArrayList<LabeledPair>();
    for (Dataset source : sources) {
      train.addAll(SplitRoles.train(source).pairs());
    }
    if (givenValidation.isEmpty()) {
      // Only where every source has one: the threshold would else fit some of the sources and not
      // the others.
      List<Optional<DatasetSplit>> own = sources.stream().map(SplitRoles::validation).toList();
      if (own.stream().allMatch(Optional::isPresent)) {
        own.forEach(split -> validation.addAll(split.orElseThrow().pairs()));
      }
    } else {
      givenValidation.forEach(
          given ->
              validation.addAll(
                  SplitRoles.validation(given).orElseGet(() -> given.splits().get(0)).pairs()));
    }
    String name = sources.stream().map(Dataset::name).collect(Collectors.joining(" + "));
    return new TrainingSet(name, List.copyOf(train), List.copyOf(validation));
  }
}
