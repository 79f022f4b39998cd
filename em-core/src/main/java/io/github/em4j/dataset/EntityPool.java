package io.github.em4j.dataset;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps one instance of equal descriptions: in a one-table pair file every record is written out
 * again for each of its pairs.
 */
final class EntityPool {
  private final Map<EntityDescription, EntityDescription> descriptions = new HashMap<>();

  LabeledPair pooled(LabeledPair pair) {
    EntityDescription left = pooled(pair.pair().left());
    EntityDescription right = pooled(pair.pair().right());
    return new LabeledPair(new CandidatePair(left, right), pair.label(), pair.annotations());
  }

  private EntityDescription pooled(EntityDescription description) {
    EntityDescription known = descriptions.putIfAbsent(description, description);
    return known == null ? description : known;
  }
}
