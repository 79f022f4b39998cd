package io.github.em4j.evaluation.robustness;

import static java.util.Objects.requireNonNull;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import java.util.List;

/** A given attribute missing on both sides, wherever a side has another one. */
record WithoutAttribute(String attribute) implements Perturbation {
  static final String NAME = "without-attribute";

  WithoutAttribute {
    if (requireNonNull(attribute, "attribute").isBlank()) {
      throw new IllegalArgumentException("the attribute to drop must not be blank");
    }
  }

  @Override
  public String name() {
    return NAME + ":" + attribute;
  }

  @Override
  public String description() {
    return "attribute '%s' dropped on both sides, unless it is a side's only one"
        .formatted(attribute);
  }

  @Override
  public LabeledPair perturb(LabeledPair pair) {
    return new LabeledPair(
        new CandidatePair(without(pair.pair().left()), without(pair.pair().right())),
        pair.label(),
        pair.annotations());
  }

  private EntityDescription without(EntityDescription side) {
    return side.attributes().size() > 1
        ? DroppedAttributes.without(side, List.of(attribute))
        : side;
  }
}
