package io.github.em4j.dataset;

import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.dataset.LeakReport.SplitCheck;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what makes a result look better than it is: pairs that are in two splits, records and
 * entities that two splits share, pairs that occur twice, and pairs with contradictory labels.
 *
 * <p>Pairs are compared by the ids of their records, where both have one, and by their text, which
 * is the values of the attributes in lower case with runs of white space as one blank, whatever
 * their order. Both are compared with the sides in the same order and in any order. Two splits are
 * compared by the attributes that occur in both, so one that has only titles is compared by title;
 * splits without a common attribute share no text. {@link Builder#comparedAttributes} narrows the
 * attributes down further.
 *
 * <p>An id means the same record where it is on the same side in both splits, so splits that are
 * compared must draw the ids of a side from the same source. On different sides, which may number
 * their records independently, it means the same record unless the texts tell otherwise: unless a
 * common attribute has two values, of which neither is the other one cut short.
 *
 * <p>Time and memory grow with the number of pairs, and with that of the different sets of
 * attributes that two splits have in common; texts are held as 128-bit hashes. Immutable and safe
 * for use by many threads.
 */
public final class LeakDetector {
  private final Set<String> attributes;
  private final int maxExamples;

  private LeakDetector(Builder builder) {
    this.attributes = Set.copyOf(builder.attributes);
    this.maxExamples = builder.maxExamples;
  }

  /**
   * A detector that compares the text of all common attributes and gives up to five examples of
   * each finding.
   *
   * @return a detector
   */
  public static LeakDetector withDefaults() {
    return builder().build();
  }

  /**
   * Starts a detector.
   *
   * @return a new builder with the settings of {@link #withDefaults}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Compares all splits of a data set.
   *
   * @param dataset the data set
   * @return what was found
   */
  public LeakReport check(Dataset dataset) {
    return check(dataset.splits());
  }

  /**
   * Compares splits, also of different data sets.
   *
   * @param splits the splits, all with different names
   * @return what was found
   * @throws IllegalArgumentException if two splits have the same name
   */
  public LeakReport check(List<DatasetSplit> splits) {
    var names = new HashSet<String>();
    for (DatasetSplit split : splits) {
      if (!names.add(split.name())) {
        throw new IllegalArgumentException(
            "two splits are named '" + split.name() + "'; give each its own name");
      }
    }
    var indexes = new SplitIndexes(splits, attributes);
    var checks = new ArrayList<SplitCheck>();
    var overlaps = new ArrayList<SplitOverlap>();
    for (int i = 0; i < splits.size(); i++) {
      checks.add(check(indexes.of(i, i)));
      for (int j = i + 1; j < splits.size(); j++) {
        overlaps.add(overlap(indexes.of(i, j), indexes.of(j, i)));
      }
    }
    return new LeakReport(checks, overlaps);
  }

  private SplitCheck check(SplitIndex index) {
    DatasetSplit split = index.split();
    return new SplitCheck(
        split.name(),
        split.size(),
        split.positives(),
        index.ids().repeated(maxExamples),
        index.texts().repeated(maxExamples),
        index.labelsAgainstEntities());
  }

  private SplitOverlap overlap(SplitIndex first, SplitIndex second) {
    SharedPairs ids = first.ids().sharedWith(second.ids(), maxExamples);
    SharedPairs texts = first.texts().sharedWith(second.texts(), maxExamples);
    return new SplitOverlap(
        first.split().name(),
        second.split().name(),
        ids,
        texts,
        first.recordIds().sharedWith(second.recordIds()),
        common(first.recordTexts(), second.recordTexts()),
        common(first.entities(), second.entities()));
  }

  private static int common(Set<?> one, Set<?> other) {
    Set<?> smaller = one.size() <= other.size() ? one : other;
    Set<?> larger = smaller == one ? other : one;
    return (int) smaller.stream().filter(larger::contains).count();
  }

  /** Collects the settings of a detector. Not safe for use by many threads. */
  public static final class Builder {
    private Set<String> attributes = Set.of();
    private int maxExamples = 5;

    private Builder() {}

    /**
     * Compares only the text of some attributes, for example the title alone where one of the
     * splits has nothing else. A record without any of them has no text and is compared by its id
     * only.
     *
     * @param names at least one attribute name
     * @return this builder
     * @throws IllegalArgumentException if there is no name
     */
    public Builder comparedAttributes(String... names) {
      if (names.length == 0) {
        throw new IllegalArgumentException("at least one attribute name is needed");
      }
      this.attributes = Set.of(names);
      return this;
    }

    /**
     * Bounds the examples.
     *
     * @param count how many examples of each finding the report gives; at least 0
     * @return this builder
     * @throws IllegalArgumentException if the count is negative
     */
    public Builder maxExamples(int count) {
      if (count < 0) {
        throw new IllegalArgumentException(
            "the number of examples must be at least 0, found " + count);
      }
      this.maxExamples = count;
      return this;
    }

    /**
     * Finishes the detector.
     *
     * @return the detector
     */
    public LeakDetector build() {
      return new LeakDetector(this);
    }
  }
}
