package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.Optional;

/**
 * Which split of a data set plays which role. A file alone, which is no split by name, is what the
 * command line takes it for; one that is named after another role never is.
 */
final class SplitRoles {
  private static final List<String> ROLES =
      List.of(Dataset.TRAIN, Dataset.VALIDATION, Dataset.TEST);

  private SplitRoles() {}

  static DatasetSplit test(Dataset dataset) {
    return require(dataset, Dataset.TEST);
  }

  static DatasetSplit train(Dataset dataset) {
    return require(dataset, Dataset.TRAIN);
  }

  static Optional<DatasetSplit> validation(Dataset dataset) {
    return dataset.split(Dataset.VALIDATION);
  }

  /** The split of a data set that was named for one role, as {@code --valid} does. */
  static DatasetSplit require(Dataset dataset, String role) {
    Optional<DatasetSplit> split = dataset.split(role);
    if (split.isPresent()) {
      return split.get();
    }
    DatasetSplit first = dataset.splits().get(0);
    if (dataset.splits().size() == 1 && !ROLES.contains(first.name())) {
      return first;
    }
    throw new BadArgumentException(
        "data set '%s' has no %s split; it has %s"
            .formatted(
                dataset.name(), role, dataset.splits().stream().map(DatasetSplit::name).toList()));
  }
}
