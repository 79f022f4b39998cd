package io.github.em4j.evaluation.study;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.DatasetSplit;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pairs of all sets, the same object for all cells of a set. */
final class StoredSplits {
  private final Map<List<Object>, DatasetSplit> known = new HashMap<>();
  private final Map<List<Object>, String> hashes = new HashMap<>();

  StoredSplits(Collection<EvaluationSet> sets) {
    for (EvaluationSet set : sets) {
      List<Object> key = List.of(set.dataset(), set.split().name(), set.variant());
      known.put(key, set.split());
      hashes.put(key, PairsHash.of(set.split()));
    }
  }

  DatasetSplit of(Path file, CellFile.Content content) {
    CellHeader.Plan plan = content.header().plan();
    List<Object> key = List.of(plan.key().dataset(), plan.key().split(), plan.key().variant());
    String hash = hashes.computeIfAbsent(key, none -> plan.pairsHash());
    if (!hash.equals(plan.pairsHash())) {
      throw new EntityMatchingException(
          "%s was written on other pairs of %s %s than the ones at hand (digest %s, found %s)"
              .formatted(file, plan.key().dataset(), plan.key().split(), hash, plan.pairsHash()));
    }
    DatasetSplit split =
        known.computeIfAbsent(
            key,
            none ->
                new DatasetSplit(
                    plan.key().split(), content.lines().stream().map(CellLine::pair).toList()));
    for (CellLine line : content.lines()) {
      if (!line.isAbout(split.pairs().get(line.ordinal()))) {
        throw CellFile.damaged(
            file,
            line.ordinal() + 2L,
            "the line is about another pair than the one at its place",
            null);
      }
    }
    return split;
  }
}
