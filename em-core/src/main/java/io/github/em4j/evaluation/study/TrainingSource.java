package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.Optional;

/**
 * What a matcher of a study is trained on: the source of transfer. A data set may give several,
 * such as the training sets of several sizes of WDC Products, or one with explanations.
 *
 * @param name what the source is called, not blank; unlike that of any other source of the study
 * @param dataset the data set that the pairs come from; a matcher is a specialist there and
 *     transfers elsewhere
 * @param domain what the data set is about, for example {@code product}
 * @param train the pairs to learn from, at least one
 * @param validation the pairs to choose checkpoints and thresholds on, where there are some
 */
public record TrainingSource(
    String name,
    String dataset,
    String domain,
    DatasetSplit train,
    Optional<DatasetSplit> validation) {

  /**
   * Checks the names and that there is a pair.
   *
   * @throws IllegalArgumentException if a name is blank or there is no pair
   */
  public TrainingSource {
    Names.require("name", name);
    Names.require("dataset", dataset);
    Names.require("domain", domain);
    requireNonNull(validation, "validation");
    if (requireNonNull(train, "train").size() == 0) {
      throw new IllegalArgumentException(
          "source '%s' needs at least one pair to learn from, found none".formatted(name));
    }
  }

  /**
   * The training and validation splits of a data set, under its name.
   *
   * @param dataset with a split {@link Dataset#TRAIN}
   * @param domain what the data set is about
   * @return the source
   * @throws IllegalArgumentException if the domain is blank or there is no pair
   * @throws io.github.em4j.EntityMatchingException if there is no such split
   */
  public static TrainingSource of(Dataset dataset, String domain) {
    return new TrainingSource(
        dataset.name(),
        dataset.name(),
        domain,
        dataset.require(Dataset.TRAIN),
        dataset.split(Dataset.VALIDATION));
  }

  /**
   * The same pairs under another name.
   *
   * @param other for example {@code wdc-small}
   * @return a new source; this one stays as it is
   * @throws IllegalArgumentException if the name is blank
   */
  public TrainingSource named(String other) {
    return new TrainingSource(other, dataset, domain, train, validation);
  }
}
