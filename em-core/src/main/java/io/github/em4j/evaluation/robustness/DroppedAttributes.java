package io.github.em4j.evaluation.robustness;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Each attribute of each side missing with a probability, some never, and never all of a side. */
record DroppedAttributes(double share, Set<String> kept, long seed) implements Perturbation {
  static final String NAME = "dropped-attributes";

  DroppedAttributes {
    kept = Set.copyOf(kept);
    // Written so that NaN fails as well.
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of attributes to drop must lie in (0, 1], found " + share);
    }
  }

  @Override
  public String name() {
    return NAME + ":" + share;
  }

  @Override
  public String description() {
    return "each attribute of each side dropped with probability %s, never all of a side%s, seed %d"
        .formatted(
            share,
            kept.isEmpty() ? "" : " and never one of " + kept.stream().sorted().toList(),
            seed);
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    var random = new PairRandom(NAME, seed, pair.pair());
    return new LabeledPair(
        new CandidatePair(some(pair.pair().left(), random), some(pair.pair().right(), random)),
        pair.label(),
        pair.annotations());
  }

  private EntityDescription some(EntityDescription side, PairRandom random) {
    List<String> names = side.attributes().keySet().stream().sorted().toList();
    var dropped = new ArrayList<String>();
    for (String name : names) {
      // Drawn for each, so that keeping one attribute changes nothing for the others.
      if (random.chance(share) && !kept.contains(name)) {
        dropped.add(name);
      }
    }
    if (!names.isEmpty() && dropped.size() == names.size()) {
      dropped.remove(random.below(dropped.size()));
    }
    return without(side, dropped);
  }

  /** The record without some of its attributes, the others in their order. */
  static EntityDescription without(EntityDescription side, List<String> dropped) {
    var attributes = new LinkedHashMap<>(side.attributes());
    attributes.keySet().removeAll(dropped);
    return new EntityDescription(side.id(), attributes);
  }
}
