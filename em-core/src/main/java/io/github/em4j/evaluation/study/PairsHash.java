package io.github.em4j.evaluation.study;

import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.internal.FieldDigest;

/** Digests the pairs of a split with their labels, in their order. */
final class PairsHash {
  private PairsHash() {}

  /** The digest of a split as 64 hexadecimal digits. */
  static String of(DatasetSplit split) {
    var hash = new FieldDigest();
    hash.add(split.size());
    for (LabeledPair pair : split.pairs()) {
      add(pair.pair().left(), hash);
      add(pair.pair().right(), hash);
      hash.add(pair.label().isMatch() ? 1 : 0);
    }
    return hash.finish();
  }

  /** The digest of a text as 64 hexadecimal digits. */
  static String of(String text) {
    var hash = new FieldDigest();
    hash.add(text);
    return hash.finish();
  }

  private static void add(EntityDescription description, FieldDigest hash) {
    hash.add(description.id());
    hash.add(description.attributes());
  }
}
