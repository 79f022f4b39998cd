package io.github.em4j.evaluation.slices;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The most frequent values of an attribute, the other values together, and none. */
record AttributeValues(String attribute, int top) implements Slicing {
  static final String NAME = "attribute";

  private static final String OTHERS = "other values";
  private static final String NONE = "no value";

  AttributeValues {
    if (requireNonNull(attribute, "attribute").isBlank()) {
      throw new IllegalArgumentException("the attribute to cut by must not be blank");
    }
    if (top < 1) {
      throw new IllegalArgumentException("the number of values must be at least 1, found " + top);
    }
  }

  @Override
  public String name() {
    return NAME + ":" + attribute + ":" + top;
  }

  @Override
  public boolean isPartition() {
    return true;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    List<Optional<String>> values = split.pairs().stream().map(pair -> value(pair.pair())).toList();
    List<String> frequent = mostFrequent(values);
    var names = new ArrayList<String>();
    frequent.forEach(value -> names.add(named(value)));
    names.add(OTHERS);
    names.add(NONE);
    var cut = new Cut(names.toArray(String[]::new));
    for (int row = 0; row < values.size(); row++) {
      Optional<String> value = values.get(row);
      cut.add(
          value.isEmpty() ? NONE : frequent.contains(value.get()) ? named(value.get()) : OTHERS,
          row);
    }
    return cut.slices();
  }

  /** Quoted, so that no value can be taken for one of the other slices. */
  private static String named(String value) {
    return "'" + value + "'";
  }

  private List<String> mostFrequent(List<Optional<String>> values) {
    var counts = new HashMap<String, Integer>();
    values.forEach(value -> value.ifPresent(v -> counts.merge(v, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(
            comparing(Map.Entry<String, Integer>::getValue, reverseOrder())
                .thenComparing(Map.Entry::getKey))
        .limit(top)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Optional<String> value(CandidatePair pair) {
    return pair.left()
        .attribute(attribute)
        .or(() -> pair.right().attribute(attribute))
        .map(value -> value.strip().toLowerCase(Locale.ROOT));
  }
}
