package io.github.em4j.evaluation.slices;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.PairAnnotations;
import io.github.em4j.dataset.DatasetSplit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How many sides of a pair describe an entity that a training split describes as well. */
final class UnseenEntities implements Slicing {
  static final String NAME = "unseen-entities";

  private static final List<String> SLICES =
      List.of("neither side seen", "one side seen", "both sides seen");

  private final Set<String> entities = new HashSet<>();
  private final Set<HashCode> texts = new HashSet<>();

  UnseenEntities(DatasetSplit training) {
    for (LabeledPair pair : training.pairs()) {
      PairAnnotations annotations = pair.annotations();
      annotations.leftEntity().ifPresent(entities::add);
      annotations.rightEntity().ifPresent(entities::add);
      texts.add(text(pair.pair().left()));
      texts.add(text(pair.pair().right()));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isPartition() {
    return true;
  }

  @Override
  public List<Slice> cut(DatasetSplit split) {
    var cut = new Cut(SLICES.toArray(String[]::new));
    for (int row = 0; row < split.size(); row++) {
      LabeledPair pair = split.pairs().get(row);
      int seen = isSeen(pair.pair().left(), pair.annotations().leftEntity()) ? 1 : 0;
      seen += isSeen(pair.pair().right(), pair.annotations().rightEntity()) ? 1 : 0;
      cut.add(SLICES.get(seen), row);
    }
    return cut.slices();
  }

  /** By its key where keys are known on both sides of the comparison, else by its exact text. */
  private boolean isSeen(EntityDescription side, Optional<String> entity) {
    return (entity.isPresent() && !entities.isEmpty())
        ? entities.contains(entity.get())
        : texts.contains(text(side));
  }

  /** Names and values, whatever their order; a hash, so that a large training split stays small. */
  private static HashCode text(EntityDescription side) {
    Hasher hasher = Hashing.murmur3_128().newHasher();
    for (Map.Entry<String, String> attribute : new TreeMap<>(side.attributes()).entrySet()) {
      hasher.putInt(attribute.getKey().length()).putUnencodedChars(attribute.getKey());
      hasher.putInt(attribute.getValue().length()).putUnencodedChars(attribute.getValue());
    }
    return hasher.hash();
  }

  @Override
  public String toString() {
    return "UnseenEntities[" + entities.size() + " entities, " + texts.size() + " records seen]";
  }
}
