package io.github.em4j.evaluation.robustness;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** The attributes of each side in an order of its own. */
record ShuffledAttributes(long seed) implements Perturbation {
  static final String NAME = "attribute-order";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "attributes of each side in random order, seed " + seed;
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    var random = new PairRandom(NAME, seed, pair.pair());
    return new LabeledPair(
        new CandidatePair(
            shuffled(pair.pair().left(), random), shuffled(pair.pair().right(), random)),
        pair.label(),
        pair.annotations());
  }

  private static EntityDescription shuffled(EntityDescription side, PairRandom random) {
    // Sorted first, so that the order in which they come does not matter.
    var names = new ArrayList<>(side.attributes().keySet().stream().sorted().toList());
    random.shuffle(names);
    var attributes = new LinkedHashMap<String, String>();
    for (String name : names) {
      side.attribute(name).ifPresent(value -> attributes.put(name, value));
    }
    return new EntityDescription(side.id(), attributes);
  }
}
