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
 * is the values of the attributes in lower case with runs of white space as one blank. Both are
 * compared with the sides in the same order and in any order. Ids mean the same record where they
 * are equal, so splits that are compared must draw their ids from the same sources. Texts differ
 * where one split has an attribute that the other lacks (WDC Products: {@code specTableContent},
 * and all but the title in {@code train_large}); {@link Builder#comparedAttributes} leaves it out.
 *
 * <p>Time and memory grow with the number of pairs; texts are held as 128-bit hashes. Immutable and
 * safe for use by many threads.
 */
public final class LeakDetector {
  private final Set<String> attributes;
  private final int maxExamples;

  private LeakDetector(Builder builder) {
    this.attributes = Set.copyOf(builder.attributes);
    this.maxExamples = builder.maxExamples;
  }

  /**
   * A detector that compares the text of all attributes and gives up to five examples of each
   * finding.
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
    var codes = new RecordCodes(attributes);
    var indexes = new ArrayList<SplitIndex>();
    for (DatasetSplit split : splits) {
      if (!names.add(split.name())) {
        throw new IllegalArgumentException(
            "two splits are named '" + split.name() + "'; give each its own name");
      }
      indexes.add(new SplitIndex(split, codes));
    }
    var checks = new ArrayList<SplitCheck>();
    var overlaps = new ArrayList<SplitOverlap>();
    for (int i = 0; i < indexes.size(); i++) {
      checks.add(check(indexes.get(i)));
      for (int j = i + 1; j < indexes.size(); j++) {
        overlaps.add(overlap(indexes.get(i), indexes.get(j)));
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
        common(first.recordIds(), second.recordIds()),
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
