package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetReader;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.testing.BenchmarkData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Floors under what the baseline reaches on the original test splits, with few pairs and trees. */
class BaselineBenchmarkTest {

  @ParameterizedTest
  @CsvSource({"abt-buy, 0.85", "dblp-acm, 0.97"})
  void reachesItsF1OnTheTestSplit(String name, double floor) {
    Dataset dataset = DatasetReader.open(BenchmarkData.path(name));
    DatasetSplit test = dataset.require(Dataset.TEST);
    List<LabeledPair> train = new ArrayList<>(dataset.require(Dataset.TRAIN).pairs());
    Collections.shuffle(train, new Random(1));
    var trainer = new BaselineTrainer(BaselineOptions.builder().trees(10).build());
    try (BaselineMatcher matcher =
        trainer.train(
            name,
            train.subList(0, 2_000),
            dataset.require(Dataset.VALIDATION).pairs().subList(0, 1_000))) {
      var predictions =
          Predictions.of(
              test, matcher.matchAll(test.pairs().stream().map(LabeledPair::pair).toList()));
      assertThat(predictions.counts().f1()).isGreaterThan(floor);
    }
  }
}
