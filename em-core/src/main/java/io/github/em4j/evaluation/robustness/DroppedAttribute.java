package io.github.em4j.evaluation.robustness;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One attribute missing on one side, both drawn at random. */
record DroppedAttribute(Set<String> kept, long seed) implements Perturbation {
  static final String NAME = "dropped-attribute";

  DroppedAttribute {
    kept = Set.copyOf(kept);
  }

  /** An attribute that one side can do without. */
  private record Candidate(boolean left, String name) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "one attribute of one side dropped, never a side's only one%s, seed %d"
        .formatted(
            kept.isEmpty() ? "" : " and never one of " + kept.stream().sorted().toList(), seed);
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    EntityDescription left = pair.pair().left();
    EntityDescription right = pair.pair().right();
    var candidates = new ArrayList<Candidate>();
    addCandidates(left, true, candidates);
    addCandidates(right, false, candidates);
    if (candidates.isEmpty()) {
      return pair;
    }
    Candidate drawn = new PairRandom(NAME, seed, pair.pair()).oneOf(candidates);
    List<String> name = List.of(drawn.name());
    return new LabeledPair(
        drawn.left()
            ? new CandidatePair(DroppedAttributes.without(left, name), right)
            : new CandidatePair(left, DroppedAttributes.without(right, name)),
        pair.label(),
        pair.annotations());
  }

  private void addCandidates(EntityDescription side, boolean left, List<Candidate> candidates) {
    if (side.attributes().size() > 1) {
      side.attributes().keySet().stream()
          .filter(name -> !kept.contains(name))
          .sorted()
          .forEach(name -> candidates.add(new Candidate(left, name)));
    }
  }
}
