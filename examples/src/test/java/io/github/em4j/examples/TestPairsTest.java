package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.dataset.DatasetSplit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestPairsTest {
  private static final DatasetSplit SPLIT = split(1000, 107);

  @Test
  void keepsTheShareOfMatchesAndTheOrder() {
    TestPairs sample = TestPairs.sample(SPLIT, 100, 42);
    assertThat(sample.split().size()).isEqualTo(100);
    assertThat(sample.split().positives()).isEqualTo(11);
    assertThat(sample.available()).isEqualTo(1000);
    assertThat(sample.split().pairs())
        .doesNotHaveDuplicates()
        .isSubsetOf(SPLIT.pairs())
        .isEqualTo(SPLIT.pairs().stream().filter(sample.split().pairs()::contains).toList());
    assertThat(sample).hasToString("test, 100 of 1,000 pairs");
  }

  @Test
  void theSeedDecides() {
    assertThat(TestPairs.sample(SPLIT, 50, 1)).isEqualTo(TestPairs.sample(SPLIT, 50, 1));
    assertThat(TestPairs.sample(SPLIT, 50, 1)).isNotEqualTo(TestPairs.sample(SPLIT, 50, 2));
  }

  @Test
  void aLargerSampleHoldsTheSmallerOne() {
    assertThat(TestPairs.sample(SPLIT, 400, 3).split().pairs())
        .containsAll(TestPairs.sample(SPLIT, 30, 3).split().pairs());
  }

  @Test
  void losesNoClassToRounding() {
    assertThat(TestPairs.sample(split(1000, 1), 10, 0).split().positives()).isEqualTo(1);
    assertThat(TestPairs.sample(split(1000, 999), 10, 0).split().positives()).isEqualTo(9);
    assertThat(TestPairs.sample(split(1000, 0), 10, 0).split().positives()).isZero();
  }

  @Test
  void takesAllWhereThereAreNoMore() {
    assertThat(TestPairs.sample(SPLIT, 1000, 0)).isEqualTo(TestPairs.all(SPLIT));
    assertThat(TestPairs.all(SPLIT).isSample()).isFalse();
    assertThat(TestPairs.all(SPLIT)).hasToString("test, 1,000 pairs");
  }

  private static DatasetSplit split(int size, int positives) {
    List<LabeledPair> pairs =
        IntStream.range(0, size)
            .mapToObj(
                i -> {
                  EntityDescription record =
                      EntityDescription.of("r" + i).with("title", "record " + i);
                  return new LabeledPair(
                      new CandidatePair(record, record), MatchLabel.of(i < positives));
                })
            .toList();
    return new DatasetSplit("test", pairs);
  }
}
