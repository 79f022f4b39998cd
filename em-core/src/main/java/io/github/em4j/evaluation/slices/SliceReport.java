package io.github.em4j.evaluation.slices;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matcher's scores on the whole split and on its slices.
 *
 * @param whole the scores on all pairs, under the name of the split
 * @param slicings one for each slicing, in the order given
 */
public record SliceReport(SliceScores whole, List<SlicedScores> slicings) {

  /**
   * Copies the list.
   *
   * @throws NullPointerException if a component is null
   */
  public SliceReport {
    requireNonNull(whole, "whole");
    slicings = List.copyOf(slicings);
  }

  /**
   * Cuts predictions into slices.
   *
   * @param predictions on any split; to cut a perturbed run by the pairs as they were, see {@link
   *     Predictions#on}
   * @param slicings how to cut, all with different names
   * @param bootstrap how the intervals are computed
   * @return the report
   * @throws IllegalArgumentException if two slicings have the same name
   */
  public static SliceReport of(
      Predictions predictions, List<Slicing> slicings, Bootstrap bootstrap) {
    List<String> names = slicings.stream().map(Slicing::name).toList();
    if (names.stream().distinct().count() < names.size()) {
      throw new IllegalArgumentException("slicings must have different names, found " + names);
    }
    var results = new ArrayList<SlicedScores>();
    for (Slicing slicing : slicings) {
      List<SliceScores> slices =
          slicing.cut(predictions.split()).stream()
              .map(slice -> SliceScores.of(slice, predictions, bootstrap))
              .toList();
      results.add(new SlicedScores(slicing.name(), slicing.isPartition(), slices));
    }
    Slice all =
        new Slice(
            predictions.split().name(), IntStream.range(0, predictions.size()).boxed().toList());
    return new SliceReport(SliceScores.of(all, predictions, bootstrap), results);
  }
}
