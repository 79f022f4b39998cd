package io.github.em4j.evaluation.robustness;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchFailure;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.Provenance;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Predictions;
import java.util.ArrayList;

/** What the tests of this package start from, in short. */
final class Given {
  static final Provenance PROVENANCE = Provenance.of("test");

  private Given() {}

  /** A split by its labels: {@code 1} is a match, {@code 0} is not. */
  static DatasetSplit split(String labels) {
    var pairs = new ArrayList<LabeledPair>();
    for (int i = 0; i < labels.length(); i++) {
      var pair =
          new CandidatePair(
              EntityDescription.of("a" + i).with("title", "left lantern " + i).with("price", "1"),
              EntityDescription.of("b" + i).with("title", "right lantern " + i));
      pairs.add(new LabeledPair(pair, MatchLabel.of(labels.charAt(i) == '1')));
    }
    return new DatasetSplit("test", pairs);
  }

  /** {@code 1} match, {@code 0} non-match, {@code ?} undecided, {@code !} failed. */
  static Predictions answers(DatasetSplit split, String answers) {
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < answers.length(); i++) {
      outcomes.add(outcome(split.pairs().get(i).pair(), answers.charAt(i)));
    }
    return Predictions.of(split, outcomes);
  }

  static MatchOutcome outcome(CandidatePair pair, char answer) {
    if (answer == '!') {
      return new MatchFailure(pair, new EntityMatchingException("no answer"));
    }
    MatchDecision.Builder decision = MatchDecision.builder(pair, PROVENANCE);
    if (answer != '?') {
      decision.label(MatchLabel.of(answer == '1'));
    }
    return decision.build();
  }
}
