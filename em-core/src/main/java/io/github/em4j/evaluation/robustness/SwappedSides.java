package io.github.em4j.evaluation.robustness;

import io.github.em4j.LabeledPair;

/** Left becomes right and right becomes left. */
record SwappedSides() implements Perturbation {
  static final String NAME = "swapped-sides";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "sides exchanged";
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    return pair.swapped();
  }
}
