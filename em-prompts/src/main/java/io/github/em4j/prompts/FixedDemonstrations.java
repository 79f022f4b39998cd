package io.github.em4j.prompts;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import java.util.List;

/** The same demonstrations for every pair. */
record FixedDemonstrations(List<LabeledPair> demonstrations) implements DemonstrationSource {

  FixedDemonstrations {
    demonstrations = List.copyOf(demonstrations);
  }

  @Override
  public List<LabeledPair> demonstrationsFor(CandidatePair pair) {
    return demonstrations;
  }

  @Override
  public String description() {
    return demonstrations.isEmpty() ? "none" : demonstrations.size() + " fixed";
  }
}
