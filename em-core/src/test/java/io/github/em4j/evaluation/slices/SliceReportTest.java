package io.github.em4j.evaluation.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.Proportion;
import io.github.em4j.evaluation.Score;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SliceReportTest {

  @Test
  void aSliceWithoutMatchesHasNoF1ButAFalsePositiveRate() {
    DatasetSplit split =
        Given.split(Given.corner('1', false), Given.corner('0', true), Given.corner('0', true));

    SliceReport report =
        SliceReport.of(
            Given.answers(split, "110"), List.of(Slicings.cornerCases()), Bootstrap.DEFAULTS);

    SliceScores hard = report.slicings().get(0).slices().get(0);
    assertThat(hard.coverage()).isEqualTo(new Proportion(2, 3));
    assertThat(hard.interval(Score.F1)).isEmpty();
    assertThat(hard.interval(Score.RECALL)).isEmpty();
    assertThat(hard.interval(Score.ACCURACY).orElseThrow().estimate()).isEqualTo(0.5);
    assertThat(hard.falsePositiveRate()).isEqualTo(new Proportion(1, 2));
    SliceScores withMatches = report.slicings().get(0).slices().get(2);
    assertThat(withMatches.interval(Score.F1).orElseThrow().estimate()).isEqualTo(2.0 / 3);
  }

  @Test
  void anEmptySliceIsShownWithNothingDefined() {
    DatasetSplit split = Given.split(Given.corner('1', false));

    SliceScores hard =
        SliceReport.of(
                Given.answers(split, "1"), List.of(Slicings.cornerCases()), Bootstrap.DEFAULTS)
            .slicings()
            .get(0)
            .slices()
            .get(0);

    assertThat(hard.pairs()).isZero();
    assertThat(hard.intervals()).isEmpty();
    assertThat(hard.falsePositiveRate().value()).isEmpty();
  }

  @Test
  void clustersOfTheBootstrapHoldInSlices() {
    DatasetSplit split =
        Given.split(
            Given.pair('1', "x", "x"), Given.pair('1', "x", "y"), Given.pair('0', "x", "z"));
    Bootstrap oneCluster = Bootstrap.builder().clusterBy(pair -> "all").build();

    SliceReport report =
        SliceReport.of(Given.answers(split, "100"), List.of(Slicings.lengths(1)), oneCluster);

    var f1 = report.slicings().get(0).slices().get(0).interval(Score.F1).orElseThrow();
    assertThat(f1.low()).isEqualTo(f1.high());
  }

  @Test
  void halfOfTheSyntheticTestPairsAreOfUnseenEntities() {
    Dataset data =
        SyntheticBenchmark.products()
            .trainPairs(400)
            .validationPairs(50)
            .testPairs(200)
            .unseenShare(0.5)
            .build()
            .generate();
    DatasetSplit test = data.require(Dataset.TEST);
    Predictions predictions = Given.answers(test, "1".repeat(test.size()));

    SlicedScores unseen =
        SliceReport.of(
                predictions,
                List.of(Slicings.unseenEntities(data.require(Dataset.TRAIN))),
                Bootstrap.DEFAULTS)
            .slicings()
            .get(0);

    assertThat(unseen.slices()).extracting(SliceScores::pairs).containsExactly(100L, 0L, 100L);
  }

  @Test
  void refusesTheSameSlicingTwice() {
    DatasetSplit split = Given.split(Given.corner('1', false));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SliceReport.of(
                    Given.answers(split, "1"),
                    List.of(Slicings.missingValues(), Slicings.missingValues()),
                    Bootstrap.DEFAULTS))
        .withMessageContaining("missing-values");
    assertThat(Slicings.standard(Optional.of(split))).hasSize(5);
  }
}
