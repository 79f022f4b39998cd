package io.github.em4j.evaluation.slices;

import io.github.em4j.dataset.DatasetSplit;
import java.util.List;

/**
 * A way to cut a split into slices, by the pairs alone. {@link Slicings} has the usual ones.
 * Implementations are immutable and safe for use by many threads.
 */
public interface Slicing {

  /**
   * The name that {@link Slicings#named} and reports use.
   *
   * @return for example {@code length:4}
   */
  String name();

  /**
   * Whether each pair is in exactly one slice. Otherwise it may be in several or in none.
   *
   * @return true where the slices add up to the split
   */
  boolean isPartition();

  /**
   * Cuts a split.
   *
   * @param split the pairs; may be empty
   * @return slices with different names, in the order in which reports show them; some may be empty
   */
  List<Slice> cut(DatasetSplit split);
}
