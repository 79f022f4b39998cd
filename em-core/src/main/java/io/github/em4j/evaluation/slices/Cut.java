package io.github.em4j.evaluation.slices;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Slices in the making, in the order in which they are named first. */
final class Cut {
  private final Map<String, List<Integer>> rows = new LinkedHashMap<>();

  /** Slices that are there even if no pair is in them. */
  Cut(String... names) {
    for (String name : names) {
      rows.put(name, new ArrayList<>());
    }
  }

  void add(String slice, int row) {
    rows.computeIfAbsent(slice, name -> new ArrayList<>()).add(row);
  }

  List<Slice> slices() {
    return rows.entrySet().stream()
        .map(slice -> new Slice(slice.getKey(), slice.getValue()))
        .toList();
  }
}
