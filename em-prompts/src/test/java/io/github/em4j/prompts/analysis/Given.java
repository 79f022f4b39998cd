package io.github.em4j.prompts.analysis;

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
import io.github.em4j.evaluation.errors.ErrorClass;
import java.util.ArrayList;
import java.util.List;

/** What the tests of this package start from, in short. */
final class Given {
  static final List<ErrorClass> CLASSES =
      List.of(
          new ErrorClass("model differs", "Both name a model, and not the same one."),
          new ErrorClass("accessory", "One side is a part {of} the other."));

  private static final Provenance PROVENANCE = Provenance.of("test");

  private Given() {}

  /** Pairs of lamps, by label and answer: {@code 10} is a match taken for a non-match. */
  static Predictions predictions(String... labelsAndAnswers) {
    var pairs = new ArrayList<LabeledPair>();
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < labelsAndAnswers.length; i++) {
      var pair =
          new CandidatePair(
              EntityDescription.of("a" + i).with("title", "lamp L" + i),
              EntityDescription.of("b" + i).with("title", "lamp R" + i));
      pairs.add(new LabeledPair(pair, MatchLabel.of(labelsAndAnswers[i].charAt(0) == '1')));
      outcomes.add(outcome(pair, labelsAndAnswers[i].charAt(1)));
    }
    return Predictions.of(new DatasetSplit("test", pairs), outcomes);
  }

  private static MatchOutcome outcome(CandidatePair pair, char answer) {
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
