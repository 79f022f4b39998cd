package io.github.em4j.training.selection.rounds;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.training.selection.TrainingPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Pairs of titles, and the invented benchmark in the parts that a selection needs. */
final class Titles {

  /** 60 pairs to start with, 540 to choose from, 120 to mine, 120 to select on, 200 to test on. */
  static final Titles BENCHMARK = new Titles();

  final List<TrainingPair> start;
  final List<TrainingPair> pool;
  final DatasetSplit mining;
  final DatasetSplit selection;
  final DatasetSplit test;

  private Titles() {
    var dataset =
        SyntheticBenchmark.products()
            .seed(5)
            .trainPairs(600)
            .validationPairs(240)
            .testPairs(200)
            .build()
            .generate();
    List<TrainingPair> train = keyed("train", dataset.require("train").pairs());
    start = train.subList(0, 60);
    pool = train.subList(60, 600);
    List<LabeledPair> validation = dataset.require("valid").pairs();
    mining = new DatasetSplit("mining", validation.subList(0, 120));
    selection = new DatasetSplit("valid", validation.subList(120, 240));
    test = dataset.require("test");
  }

  static List<TrainingPair> keyed(String name, List<LabeledPair> pairs) {
    var keyed = new ArrayList<TrainingPair>();
    for (LabeledPair pair : pairs) {
      keyed.add(new TrainingPair(name + ":" + (keyed.size() + 1), pair));
    }
    return keyed;
  }

  static LabeledPair match(String left, String right) {
    return pair(left, right, MatchLabel.MATCH);
  }

  static LabeledPair nonMatch(String left, String right) {
    return pair(left, right, MatchLabel.NON_MATCH);
  }

  private static LabeledPair pair(String left, String right, MatchLabel label) {
    return new LabeledPair(
        new CandidatePair(
            new EntityDescription("", Map.of("title", left)),
            new EntityDescription("", Map.of("title", right))),
        label);
  }
}
