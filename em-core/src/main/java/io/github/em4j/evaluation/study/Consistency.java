package io.github.em4j.evaluation.study;

import io.github.em4j.dataset.DatasetSplit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether results can belong to one study: the same name means the same thing everywhere. */
final class Consistency {
  private final Map<List<Object>, DatasetSplit> splits = new HashMap<>();
  private final Map<String, String> domains = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();

  private Consistency() {}

  static void check(Collection<CellResult> cells) {
    var consistency = new Consistency();
    cells.forEach(consistency::add);
  }

  private void add(CellResult cell) {
    CellKey key = cell.key();
    requireSame("domain", key.dataset(), domains.put(key.dataset(), cell.domain()), cell.domain());
    if (cell.sourceDataset().isPresent()) {
      String dataset = cell.sourceDataset().get();
      String domain = cell.sourceDomain().orElseThrow();
      String source = key.arm().source().orElseThrow();
      requireSame("domain", dataset, domains.put(dataset, domain), domain);
      requireSame("data set", source, sources.put(source, dataset), dataset);
    }
    DatasetSplit split = cell.predictions().split();
    DatasetSplit known =
        splits.putIfAbsent(List.of(key.dataset(), key.split(), key.variant()), split);
    if (known != null && !known.equals(split)) {
      throw new IllegalArgumentException(
          "results on %s %s must be about the same pairs, found other ones for %s"
              .formatted(key.dataset(), key.split(), key));
    }
  }

  private static void requireSame(String what, String name, @Nullable String before, String now) {
    if (before != null && !before.equals(now)) {
      throw new IllegalArgumentException(
          "'%s' must have one %s, found '%s' and '%s'".formatted(name, what, before, now));
    }
  }
}
