package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one instance of equal descriptions: in a one-table pair file every record is written out
 * again for each of its pairs. Descriptions whose attributes come in another order are kept apart,
 * though they are equal: the order of the file is the order in which a prompt shows them.
 */
final class EntityPool {
  /** A description with the order of its attributes, which its own equality leaves out. */
  private record Written(EntityDescription description, List<String> order) {
    static Written of(EntityDescription description) {
      return new Written(description, List.copyOf(description.attributes().keySet()));
    }
  }

  private final Map<Written, EntityDescription> descriptions = new HashMap<>();

  LabeledPair pooled(LabeledPair pair) {
    EntityDescription left = pooled(pair.pair().left());
    EntityDescription right = pooled(pair.pair().right());
    return new LabeledPair(new CandidatePair(left, right), pair.label(), pair.annotations());
  }

  private EntityDescription pooled(EntityDescription description) {
    EntityDescription known = descriptions.putIfAbsent(Written.of(description), description);
    return known == null ? description : known;
  }
}
