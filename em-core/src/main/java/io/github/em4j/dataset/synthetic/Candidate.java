package io.github.em4j.dataset.synthetic;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import java.util.Optional;

/**
 * A decidable pair of views that may enter a split.
 *
 * @param left a view of a left source
 * @param right a view of a right source
 * @param cornerCase whether they describe two entities of one neighbourhood
 */
record Candidate(View left, View right, boolean cornerCase) {

  boolean isMatch() {
    return left.entity().equals(right.entity());
  }

  String id() {
    return left.description().id() + "#" + right.description().id();
  }

  LabeledPair labeled() {
    return new LabeledPair(
        new CandidatePair(left.description(), right.description()),
        MatchLabel.of(isMatch()),
        new PairAnnotations(
            Optional.of(left.entity()), Optional.of(right.entity()), Optional.of(cornerCase)));
  }
}
