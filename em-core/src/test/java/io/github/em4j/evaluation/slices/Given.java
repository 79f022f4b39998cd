package io.github.em4j.evaluation.slices;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.PairAnnotations;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the tests of this package start from, in short. */
final class Given {
  private static final Provenance PROVENANCE = Provenance.of("test");

  private Given() {}

  static DatasetSplit split(LabeledPair... pairs) {
    return new DatasetSplit("test", List.of(pairs));
  }

  /** A record of names and values. */
  static EntityDescription entity(String id, String... namesAndValues) {
    EntityDescription entity = EntityDescription.of(id);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      entity = entity.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return entity;
  }

  static LabeledPair pair(char label, EntityDescription left, EntityDescription right) {
    return new LabeledPair(new CandidatePair(left, right), MatchLabel.of(label == '1'));
  }

  static LabeledPair pair(char label, String leftTitle, String rightTitle) {
    return pair(label, entity("a", "title", leftTitle), entity("b", "title", rightTitle));
  }

  static LabeledPair keyed(char label, String leftEntity, String rightEntity) {
    return new LabeledPair(
        pair(label, "l " + leftEntity, "r " + rightEntity).pair(),
        MatchLabel.of(label == '1'),
        new PairAnnotations(Optional.of(leftEntity), Optional.of(rightEntity), Optional.empty()));
  }

  static LabeledPair corner(char label, boolean hard) {
    return new LabeledPair(
        pair(label, "left", "right").pair(),
        MatchLabel.of(label == '1'),
        new PairAnnotations(Optional.empty(), Optional.empty(), Optional.of(hard)));
  }

  /** {@code 1} match, {@code 0} non-match, {@code ?} undecided. */
  static Predictions answers(DatasetSplit split, String answers) {
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < answers.length(); i++) {
      var decision = MatchDecision.builder(split.pairs().get(i).pair(), PROVENANCE);
      if (answers.charAt(i) != '?') {
        decision.label(MatchLabel.of(answers.charAt(i) == '1'));
      }
      outcomes.add(decision.build());
    }
    return Predictions.of(split, outcomes);
  }
}
