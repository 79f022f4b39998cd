package io.github.em4j.training.selection.teaching;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.prompts.EntitySerializer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The pairs of some splits, as hashes of their texts. Immutable. */
final class KnownPairs {
  private final Set<PairHash> hashes = new HashSet<>();

  KnownPairs(List<DatasetSplit> splits, EntitySerializer serializer) {
    for (DatasetSplit split : splits) {
      split.pairs().forEach(pair -> hash(pair, serializer).ifPresent(hashes::add));
    }
  }

  /** The hash of a pair; empty where a side cannot be written, so that no text is the same. */
  static Optional<PairHash> hash(LabeledPair pair, EntitySerializer serializer) {
    try {
      return Optional.of(
          PairHash.of(
              serializer.serialize(pair.pair().left()), serializer.serialize(pair.pair().right())));
    } catch (EntityMatchingException e) {
      return Optional.empty();
    }
  }

  boolean contains(PairHash hash) {
    return hashes.contains(hash);
  }

  /** How many different pairs there are, and a hash of them all in any order. */
  String description() {
    long high = 0;
    long low = 0;
    for (PairHash hash : hashes) {
      high ^= hash.high();
      low ^= hash.low();
    }
    return String.format(Locale.ROOT, "%d pairs, %016x%016x", hashes.size(), high, low);
  }
}
