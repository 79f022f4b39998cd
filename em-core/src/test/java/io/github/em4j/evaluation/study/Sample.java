package io.github.em4j.evaluation.study;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** What the tests of this package start from, in short. */
final class Sample {

  private Sample() {}

  /** A split by its labels: {@code 1} is a match, {@code 0} is not. */
  static DatasetSplit split(String name, String labels) {
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

  static EvaluationSet set(String dataset, String split, String labels) {
    return new EvaluationSet(dataset, "product", Optional.empty(), split(split, labels));
  }

  static TrainingSource source(String dataset) {
    return new TrainingSource(
        dataset, dataset, "product", split("train", "1100"), Optional.empty());
  }

  static CellKey key(Arm arm, String dataset, String split, String template, long seed) {
    return new CellKey(
        arm,
        dataset,
        split,
        Optional.empty(),
        Optional.of(template).filter(name -> !name.isEmpty()),
        seed);
  }

  /** A result by labels and answers: {@code 1} match, {@code 0} non-match. */
  static CellResult result(CellKey key, String domain, String labels, String answers) {
    return result(key, domain, labels, answers, Duration.ofMillis(2), new TokenUsage(100, 1));
  }

  static CellResult result(
      CellKey key,
      String domain,
      String labels,
      String answers,
      Duration latency,
      TokenUsage usage) {
    List<StoredAnswer> stored =
        answers
            .chars()
            .mapToObj(
                answer ->
                    new StoredAnswer(
                        answer == '1' ? Answer.MATCH : Answer.NON_MATCH,
                        OptionalDouble.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        latency,
                        usage))
            .toList();
    CellResult.Builder result = CellResult.builder(key, domain, split(key.split(), labels), stored);
    // In these tests the name of a source begins with that of its data set.
    key.arm().source().ifPresent(name -> result.trainedOn(name.split("-", 2)[0], domain));
    return result.build();
  }

  /** Answers that get a label wrong with some probability. */
  static String answers(String labels, double errors, long seed) {
    var random = new Random(seed);
    return labels
        .chars()
        .map(label -> random.nextDouble() < errors ? '0' + '1' - label : label)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
