package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.MatchLabel;
import io.github.em4j.MatchOutcome;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CrossFittedMatcherTest {
  private static final List<LabeledPair> PAIRS =
      SyntheticBenchmark.products()
          .trainPairs(600)
          .build()
          .generate()
          .require(Dataset.TRAIN)
          .pairs();

  private static MatchLabel label(MatchOutcome outcome) {
    return ((MatchDecision) outcome).label().orElseThrow();
  }

  @Test
  void findsLabelsThatAreWrongThoughItLearnedFromThem() {
    List<LabeledPair> pairs = new ArrayList<>(PAIRS);
    List<Integer> wrong = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 30) {
      LabeledPair pair = pairs.get(i);
      pairs.set(i, new LabeledPair(pair.pair(), MatchLabel.of(!pair.label().isMatch())));
      wrong.add(i);
    }
    try (CrossFittedMatcher judge = CrossFittedMatcher.train("products", pairs, 5, 42)) {
      List<MatchOutcome> outcomes = judge.matchAll(pairs.stream().map(LabeledPair::pair).toList());
      long found =
          wrong.stream().filter(i -> label(outcomes.get(i)) != pairs.get(i).label()).count();
      assertThat(found).isGreaterThanOrEqualTo(wrong.size() / 2);
    }
  }

  @Test
  void decidesAPairAsItDecidesItAmongOthersAndTurnedRound() {
    List<LabeledPair> few = PAIRS.subList(0, 150);
    try (CrossFittedMatcher judge = CrossFittedMatcher.train("products", few, 3, 42)) {
      List<CandidatePair> some = few.subList(0, 20).stream().map(LabeledPair::pair).toList();
      List<MatchOutcome> together = judge.matchAll(some);
      for (int i = 0; i < some.size(); i++) {
        assertThat(together.get(i).pair()).isEqualTo(some.get(i));
        assertThat(label(judge.match(some.get(i)))).isEqualTo(label(together.get(i)));
      }
      assertThat(judge.provenance().fact("folds"))
          .hasValueSatisfying(f -> assertThat(f).startsWith("3"));
    }
  }

  @Test
  void refusesToLearnFromHardlyAnything() {
    assertThatThrownBy(() -> CrossFittedMatcher.train("few", PAIRS.subList(0, 3), 2, 42))
        .isInstanceOf(BadArgumentException.class)
        .hasMessageContaining("at least 2 matches");
  }
}
