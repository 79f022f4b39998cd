package io.github.em4j.dataset;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Indexes splits by the attributes that two of them have in common, once per set of attributes. */
final class SplitIndexes {

  /** A split, by its position, and the attributes whose values are the texts of its records. */
  private record Key(int split, Set<String> attributes) {}

  private final List<DatasetSplit> splits;
  private final List<Set<String>> attributes;
  private final Map<Set<String>, RecordCodes> codes = new HashMap<>();
  private final Map<Key, SplitIndex> indexes = new HashMap<>();

  /**
   * Looks at the attributes of splits.
   *
   * @param splits what is to be indexed
   * @param compared the attributes that may be compared; empty for all
   */
  SplitIndexes(List<DatasetSplit> splits, Set<String> compared) {
    this.splits = splits;
    this.attributes = splits.stream().map(split -> attributes(split, compared)).toList();
  }

  private static Set<String> attributes(DatasetSplit split, Set<String> compared) {
    var names = new HashSet<String>();
    split
        .pairs()
        .forEach(
            labeled -> {
              names.addAll(labeled.pair().left().attributes().keySet());
              names.addAll(labeled.pair().right().attributes().keySet());
            });
    if (!compared.isEmpty()) {
      names.retainAll(compared);
    }
    return names;
  }

  /** The index of one split that can be compared with that of another one, or with itself. */
  SplitIndex of(int split, int other) {
    var common = new HashSet<>(attributes.get(split));
    common.retainAll(attributes.get(other));
    return indexes.computeIfAbsent(
        new Key(split, common),
        key ->
            new SplitIndex(
                splits.get(split), codes.computeIfAbsent(key.attributes(), RecordCodes::new)));
  }
}
