package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.Optional;

/**
 * Labelled pairs on which a study runs its matchers: the test split of a data set, its validation
 * split (which a study needs to choose prompts on), or a variant of one of them.
 *
 * @param dataset the name of the data set, not blank
 * @param domain what the data set is about, for example {@code product}; transfer is in-domain
 *     where it is equal
 * @param variant what was done to the pairs, for example {@code typos}; empty where they are as
 *     they were
 * @param split the pairs, at least one
 */
public record EvaluationSet(
    String dataset, String domain, Optional<String> variant, DatasetSplit split) {

  /**
   * Checks the names and that there is a pair.
   *
   * @throws IllegalArgumentException if a name is blank or there is no pair
   */
  public EvaluationSet {
    Names.require("dataset", dataset);
    Names.require("domain", domain);
    Names.require("variant", variant);
    if (requireNonNull(split, "split").size() == 0) {
      throw new IllegalArgumentException(
          "a study needs at least one pair to evaluate on, found none in split '%s' of '%s'"
              .formatted(split.name(), dataset));
    }
  }

  /**
   * A split as it is.
   *
   * @param dataset the data set, whose name counts
   * @param splitName the name or role of the split, for example {@link Dataset#TEST}
   * @param domain what the data set is about
   * @return the set
   * @throws IllegalArgumentException if the domain is blank or the split has no pair
   * @throws io.github.em4j.EntityMatchingException if the data set has no such split
   */
  public static EvaluationSet of(Dataset dataset, String splitName, String domain) {
    return new EvaluationSet(dataset.name(), domain, Optional.empty(), dataset.require(splitName));
  }

  /**
   * The same pairs written otherwise, to see whether that changes the answers.
   *
   * @param name what was done to them, for example {@code typos}
   * @param changed pair {@code i} is what became of pair {@code i}, with the same label
   * @return a new set; this one stays as it is
   * @throws IllegalArgumentException if the name is blank, or there are fewer or more pairs or
   *     other labels
   */
  public EvaluationSet variant(String name, List<LabeledPair> changed) {
    if (changed.size() != split.size()) {
      throw new IllegalArgumentException(
          "a variant of '%s' needs its %d pairs, found %d"
              .formatted(dataset, split.size(), changed.size()));
    }
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).label() != split.pairs().get(i).label()) {
        throw new IllegalArgumentException(
            "a variant keeps the labels, found pair %d of '%s' to be %s and no more %s"
                .formatted(i, dataset, changed.get(i).label(), split.pairs().get(i).label()));
      }
    }
    return new EvaluationSet(
        dataset, domain, Optional.of(name), new DatasetSplit(split.name(), changed));
  }
}
