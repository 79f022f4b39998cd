package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.function.Function;

/** A slice for each value of a function. */
final class CustomSlicing implements Slicing {
  private final String name;
  private final List<String> first;
  private final Function<? super LabeledPair, String> sliceOf;

  /**
   * @param first slices that come first and are there even if no pair is in them
   */
  CustomSlicing(String name, List<String> first, Function<? super LabeledPair, String> sliceOf) {
    if (requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("the name of a slicing must not be blank");
    }
    this.name = name;
    this.first = List.copyOf(first);
    this.sliceOf = requireNonNull(sliceOf, "sliceOf");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isPartition() {
    return true;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    var cut = new Cut(first.toArray(String[]::new));
    for (int row = 0; row < split.size(); row++) {
      cut.add(sliceOf.apply(split.pairs().get(row)), row);
    }
    return cut.slices();
  }

  @Override
  public String toString() {
    return "Slicing[" + name + "]";
  }
}
