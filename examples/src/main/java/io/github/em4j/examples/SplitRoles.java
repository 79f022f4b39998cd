package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.Optional;

/**
 * Which split of a data set to test on and to learn from; a file alone is what the command line
 * takes it for.
 */
final class SplitRoles {

  private SplitRoles() {}

  static DatasetSplit test(Dataset dataset) {
    return role(dataset, Dataset.TEST);
  }

  static DatasetSplit train(Dataset dataset) {
    return role(dataset, Dataset.TRAIN);
  }

  static Optional<DatasetSplit> validation(Dataset dataset) {
    return dataset.split(Dataset.VALIDATION);
  }

  private static DatasetSplit role(Dataset dataset, String role) {
    Optional<DatasetSplit> split = dataset.split(role);
    if (split.isPresent()) {
      return split.get();
    }
    if (dataset.splits().size() == 1) {
      return dataset.splits().get(0);
    }
    throw new BadArgumentException(
        "data set '%s' has no %s split; it has %s"
            .formatted(
                dataset.name(), role, dataset.splits().stream().map(DatasetSplit::name).toList()));
  }
}
