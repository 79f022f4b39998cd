package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntityClustersTest {

  private static LabeledPair pair(String leftId, Optional<String> leftEntity) {
    return new LabeledPair(
        new CandidatePair(EntityDescription.of(leftId).with("t", "x"), EntityDescription.of("b")),
        MatchLabel.MATCH,
        new PairAnnotations(leftEntity, Optional.empty(), Optional.empty()));
  }

  @Test
  void goesByTheEntityThenByTheIdThenByTheRecord() {
    assertThat(EntityClusters.left(pair("a1", Optional.of("e"))))
        .isEqualTo(EntityClusters.left(pair("a2", Optional.of("e"))));
    assertThat(EntityClusters.left(pair("a1", Optional.empty())))
        .isNotEqualTo(EntityClusters.left(pair("a2", Optional.empty())));
    assertThat(EntityClusters.left(pair("", Optional.empty())))
        .isEqualTo(EntityClusters.left(pair("", Optional.empty())));
  }

  @Test
  void widensTheIntervalOfPairsThatAreRightAndWrongTogether() {
    // Twenty entities with ten pairs each, all ten right or all ten wrong.
    DatasetSplit split =
        new DatasetSplit(
            "test",
            IntStream.range(0, 200).mapToObj(i -> pair("a" + i / 10, Optional.empty())).toList());
    Predictions predictions = Given.answers(split, ("1".repeat(10) + "0".repeat(10)).repeat(10));
    Bootstrap overPairs = Bootstrap.builder().resamples(500).build();
    Bootstrap overEntities =
        Bootstrap.builder().resamples(500).clusterBy(EntityClusters::left).build();

    double pairs = width(overPairs.interval(predictions, Score.ACCURACY));
    double entities = width(overEntities.interval(predictions, Score.ACCURACY));

    // Ten times fewer independent draws: about √10 times as wide.
    assertThat(entities / pairs).isBetween(2.5, 4.0);
    assertThat(List.of(pairs, entities)).allMatch(width -> width > 0);
  }

  private static double width(ConfidenceInterval interval) {
    return interval.high() - interval.low();
  }
}
