package io.github.em4j.evaluation;

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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What the tests of this package and those below it start from, in short. */
public final class Given {
  public static final Provenance PROVENANCE = Provenance.of("test");

  private Given() {}

  /** A split by its labels: {@code 1} is a match, {@code 0} is not. */
  public static DatasetSplit split(String name, String labels) {
    var pairs = new ArrayList<LabeledPair>();
    for (int i = 0; i < labels.length(); i++) {
      var pair =
          new CandidatePair(
              EntityDescription.of("a" + i).with("title", "left " + i),
              EntityDescription.of("b" + i).with("title", "right " + i));
      pairs.add(new LabeledPair(pair, MatchLabel.of(labels.charAt(i) == '1')));
    }
    return new DatasetSplit(name, pairs);
  }

  /**
   * Predictions by labels and answers: {@code 1} match, {@code 0} non-match, {@code ?} undecided,
   * {@code !} failed.
   */
  public static Predictions answers(String labels, String answers) {
    return answers(split("valid", labels), answers);
  }

  public static Predictions answers(DatasetSplit split, String answers) {
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < answers.length(); i++) {
      outcomes.add(outcome(split.pairs().get(i).pair(), answers.charAt(i), OptionalDouble.empty()));
    }
    return Predictions.of(split, outcomes);
  }

  /** Predictions by labels and probabilities, decided at one half. */
  public static Predictions probabilities(
      String splitName, String labels, double... probabilities) {
    DatasetSplit split = split(splitName, labels);
    var outcomes = new ArrayList<MatchOutcome>();
    for (int i = 0; i < probabilities.length; i++) {
      char answer = probabilities[i] >= 0.5 ? '1' : '0';
      outcomes.add(
          outcome(split.pairs().get(i).pair(), answer, OptionalDouble.of(probabilities[i])));
    }
    return Predictions.of(split, outcomes);
  }

  public static MatchOutcome outcome(CandidatePair pair, char answer, OptionalDouble probability) {
    if (answer == '!') {
      return new MatchFailure(pair, new EntityMatchingException("no answer"));
    }
    MatchDecision.Builder decision = MatchDecision.builder(pair, PROVENANCE);
    probability.ifPresent(decision::matchProbability);
    if (answer != '?') {
      decision.label(MatchLabel.of(answer == '1'));
    }
    return decision.build();
  }

  /** Predictions of labels and probabilities, decided at one half. */
  public static Predictions predictions(List<ScoredPair> pairs) {
    var labels = new StringBuilder();
    pairs.forEach(pair -> labels.append(pair.match() ? '1' : '0'));
    return probabilities(
        "valid", labels.toString(), pairs.stream().mapToDouble(ScoredPair::probability).toArray());
  }

  public static ScoredPredictions scored(List<ScoredPair> pairs) {
    var labels = new boolean[pairs.size()];
    var probabilities = new double[pairs.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = pairs.get(i).match();
      probabilities[i] = pairs.get(i).probability();
    }
    return ScoredPredictions.of(labels, probabilities);
  }

  /** A label and a probability. */
  public record ScoredPair(boolean match, double probability) {}
}
