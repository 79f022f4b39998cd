package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.LabeledPair;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearDuplicateFilterTest {

  @Test
  void keepsTheFirstOfPairsThatAreAlikeInAnyOrder() {
    List<PairOutcome> outcomes =
        NearDuplicateFilter.of(0.75)
            .apply(
                Given.trainingPairs(
                    Given.match("Acme desk lamp black", "desk lamp"),
                    Given.match("lamp, DESK!", "black acme desk lamp (new)"),
                    Given.match("Acme desk lamp black", "floor lamp"),
                    Given.match("Acme desk chair", "desk lamp")));

    assertThat(Given.reasons(outcomes))
        .containsExactly(
            "unlike the ones before",
            "near duplicate",
            "unlike the ones before",
            "unlike the ones before");
    assertThat(outcomes.get(1).details()).isEqualTo(Map.of("of", "t:1"));
  }

  @Test
  void doesNotCompareMatchesWithNonMatches() {
    assertThat(
            Given.keys(
                NearDuplicateFilter.of(1)
                    .apply(
                        Given.trainingPairs(
                            Given.match("a", "b"),
                            Given.nonMatch("a", "b"),
                            Given.match("b", "a")))))
        .containsExactly("t:1", "t:2");
  }

  @Test
  void pairsWithoutAWordAreLikeNoOther() {
    assertThat(
            Given.keys(
                NearDuplicateFilter.of(0.5)
                    .apply(
                        Given.trainingPairs(
                            Given.match("!", "?"), Given.match("!", "?"), Given.match("!", "a")))))
        .hasSize(3);
  }

  @Test
  void aThresholdThatIsMetExactlyCounts() {
    // Seven of ten words in common: 0.7 as a binary fraction is not quite that.
    LabeledPair one = Given.match("a b c d e f g h i", "x");
    LabeledPair other = Given.match("a b c d e f g j", "x");

    assertThat(Given.keys(NearDuplicateFilter.of(0.7).apply(Given.trainingPairs(one, other))))
        .hasSize(1);
    assertThat(Given.keys(NearDuplicateFilter.of(0.71).apply(Given.trainingPairs(one, other))))
        .hasSize(2);
  }

  @Test
  void comparesOnlyTheAttributesThatItIsTold() {
    List<TrainingPair> pairs = Given.trainingPairs(Given.match("a", "b"), Given.match("c", "d"));

    assertThat(Given.keys(NearDuplicateFilter.of(1).comparing("brand").apply(pairs))).hasSize(2);
    assertThat(Given.keys(NearDuplicateFilter.of(1).comparing("title").apply(pairs))).hasSize(2);
  }

  @Test
  void looksAtFewOfManyPairsThatHaveOnlyFrequentWordsInCommon() {
    List<TrainingPair> pairs =
        Given.trainingPairs(
            IntStream.range(0, 5000)
                .mapToObj(
                    i -> Given.match("acme desk lamp model m" + i + " v" + i, "acme m" + i / 2))
                .toList());
    NearDuplicates index = NearDuplicateFilter.of(0.8).index(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      assertThat(index.firstLike(i)).isEmpty();
      index.add(i);
    }

    // Of 12 million pairs of pairs.
    assertThat(index.comparisons()).isLessThan(10_000);
  }

  @Test
  void refusesAThresholdThatIsNotNear() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NearDuplicateFilter.of(0.4))
        .withMessage("the threshold of near duplicates must lie in [0.5, 1], found 0.4");
    assertThatIllegalArgumentException().isThrownBy(() -> NearDuplicateFilter.of(Double.NaN));
  }
}
