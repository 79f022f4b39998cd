package io.github.em4j.training.selection.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatcher;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchDecision;
import io.github.em4j.TokenUsage;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.PairStep;
import io.github.em4j.training.selection.SetStep;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SelectionStrategiesTest {
  private static final List<TrainingPair> POOL = Titles.BENCHMARK.pool;

  private static PairSearch search(List<LabeledPair> pairs) {
    return PairSearch.over(pairs).threads(1).build();
  }

  static List<SelectionStrategy> strategies() {
    return List.of(
        SelectionStrategies.random(3),
        SelectionStrategies.keptBy(new DropsMatches(), 3),
        SelectionStrategies.keptUnlabelledBy(new DropsMatches(), 3),
        SelectionStrategies.uncertain(matcher()),
        SelectionStrategies.diverse(SelectionStrategiesTest::search, 3),
        SelectionStrategies.relevantAndDiverse(
            "long titles", SelectionStrategiesTest::length, 0.5, SelectionStrategiesTest::search),
        SelectionStrategies.withoutNearDuplicates(SelectionStrategiesTest::search, 0.7, 3),
        SelectionStrategies.named("other", SelectionStrategies.random(4)));
  }

  private static double length(TrainingPair pair) {
    return pair.pair().pair().left().attribute("title").orElse("").length() / 100.0;
  }

  private static EntityMatcher matcher() {
    return new NearestLabel(
        new LearningTask(
            "start",
            Titles.BENCHMARK.start,
            Titles.BENCHMARK.selection,
            Path.of("unused"),
            () -> false));
  }

  /** Looks at labels, one pair at a time, for 7 tokens each. */
  private static final class DropsMatches implements PairStep {
    private int asked;

    @Override
    public String name() {
      return "non-matches";
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public List<PairOutcome> apply(List<TrainingPair> pairs) {
      asked += pairs.size();
      return pairs.stream()
          .map(
              pair ->
                  pair.pair().label().isMatch()
                      ? PairOutcome.dropped(pair, "match")
                      : PairOutcome.kept(pair, "non-match"))
          .map(outcome -> outcome.costing(new TokenUsage(7, 0)))
          .toList();
    }
  }

  private static List<String> keys(List<ChosenPair> chosen) {
    return chosen.stream().map(one -> one.pair().key()).toList();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void givesWhoAsksForFewerTheBeginningOfTheSameOrder(SelectionStrategy strategy) {
    List<ChosenPair> many = strategy.choose(POOL, 100);

    assertThat(keys(many)).hasSize(100).doesNotHaveDuplicates();
    assertThat(strategy.choose(POOL, 30)).isEqualTo(many.subList(0, 30));
    assertThat(strategy.choose(POOL, 100)).isEqualTo(many);
    assertThat(strategy.name()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void neverPaysLessForMore(SelectionStrategy strategy) {
    List<ChosenPair> chosen = strategy.choose(POOL, 80);

    for (int i = 1; i < chosen.size(); i++) {
      assertThat(chosen.get(i).labels()).isGreaterThan(chosen.get(i - 1).labels());
      assertThat(chosen.get(i).usage().totalTokens())
          .isGreaterThanOrEqualTo(chosen.get(i - 1).usage().totalTokens());
    }
  }

  @Test
  void choosesAtRandomFromTheWholePool() {
    List<String> all = keys(SelectionStrategies.random(1).choose(POOL, POOL.size() + 5));

    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(POOL.stream().map(TrainingPair::key).toList())
        .isNotEqualTo(keys(SelectionStrategies.random(2).choose(POOL, POOL.size())));
  }

  @Test
  void asksAStepForAsManyPairsAsAreNeededOnly() {
    var step = new DropsMatches();

    List<ChosenPair> chosen = SelectionStrategies.keptBy(step, 1).choose(POOL, 20);

    assertThat(chosen).hasSize(20).noneMatch(one -> one.pair().pair().label().isMatch());
    assertThat(step.asked).isEqualTo(64);
    ChosenPair last = chosen.get(19);
    assertThat(last.labels()).isBetween(21, 64);
    assertThat(last.usage().promptTokens()).isEqualTo(7L * last.labels());
  }

  @Test
  void paysOnlyForLabelsOfKeptPairsWhereAStepDoesNotLookAtThem() {
    List<ChosenPair> chosen =
        SelectionStrategies.keptUnlabelledBy(new DropsMatches(), 1).choose(POOL, 20);

    assertThat(chosen.get(19).labels()).isEqualTo(20);
    assertThat(chosen.get(19).usage().promptTokens()).isGreaterThan(140);
  }

  @Test
  void paysForTheWholePoolWhereAStepLooksAtAllOfItsLabels() {
    SetStep balance =
        new SetStep() {
          @Override
          public String name() {
            return "balance";
          }

          @Override
          public Map<String, String> settings() {
            return Map.of();
          }

          @Override
          public List<PairOutcome> apply(List<TrainingPair> pairs) {
            return pairs.stream().map(pair -> PairOutcome.kept(pair, "balanced")).toList();
          }
        };

    assertThat(SelectionStrategies.keptBy(balance, 1).choose(POOL, 2))
        .hasSize(2)
        .allMatch(one -> one.labels() == POOL.size());
  }

  @Test
  void paysNoLabelForGeneratedPairs() {
    PairStep generator =
        new PairStep() {
          @Override
          public String name() {
            return "generate";
          }

          @Override
          public Map<String, String> settings() {
            return Map.of();
          }

          @Override
          public List<PairOutcome> apply(List<TrainingPair> pairs) {
            return pairs.stream()
                .map(
                    pair ->
                        PairOutcome.generated(
                            pair,
                            List.of(pair, pair.generated(1, pair.pair().swapped())),
                            "generated"))
                .toList();
          }
        };

    assertThat(SelectionStrategies.keptBy(generator, 1).choose(POOL, 6))
        .extracting(ChosenPair::labels)
        .containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void choosesFirstWhatAMatcherIsLeastSureOf() {
    EntityMatcher matcher = matcher();

    List<ChosenPair> chosen = SelectionStrategies.uncertain(matcher).choose(POOL, POOL.size());

    double before = 0;
    for (ChosenPair one : chosen) {
      MatchDecision decision = matcher.match(one.pair().pair().pair());
      double certainty = Math.abs(decision.matchProbability().orElseThrow() - 0.5);
      assertThat(certainty).isGreaterThanOrEqualTo(before);
      before = certainty;
    }
    assertThat(chosen.get(0).usage()).isEqualTo(new TokenUsage(10L * POOL.size(), POOL.size()));
  }

  @Test
  void choosesAlwaysTheFarthestFromTheNearestChosenOne() {
    List<TrainingPair> pool = POOL.subList(0, 40);
    PairSearch search = search(SplitRules.labeled(pool));

    List<String> chosen =
        keys(SelectionStrategies.diverse(SelectionStrategiesTest::search, 3).choose(pool, 12));

    List<String> keys = pool.stream().map(TrainingPair::key).toList();
    List<Integer> places = chosen.stream().map(keys::indexOf).toList();
    for (int i = 1; i < places.size(); i++) {
      List<Integer> before = places.subList(0, i);
      double its = nearest(search, places.get(i), before);
      assertThat(IntStream.range(0, 40).filter(p -> !before.contains(p)))
          .allMatch(other -> nearest(search, other, before) >= its);
    }
  }

  private static double nearest(PairSearch search, int place, List<Integer> others) {
    return others.stream().mapToDouble(other -> search.similarity(other, place)).max().orElse(-1);
  }

  @Test
  void leavesOutWhatIsNearlyTheSameAsAChosenPair() {
    var twice = new ArrayList<>(POOL.subList(0, 50));
    POOL.subList(0, 50)
        .forEach(pair -> twice.add(new TrainingPair(pair.key() + "'", pair.pair().swapped())));
    Collections.reverse(twice);

    List<ChosenPair> chosen =
        SelectionStrategies.withoutNearDuplicates(SelectionStrategiesTest::search, 0.999, 3)
            .choose(twice, 100);

    var originals = new HashSet<String>();
    chosen.forEach(one -> originals.add(one.pair().key().replace("'", "")));
    assertThat(chosen).hasSize(originals.size()).hasSizeBetween(40, 50);
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(
            () -> SelectionStrategies.withoutNearDuplicates(SelectionStrategiesTest::search, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold must lie in (0, 1], found 0.0");
    assertThatThrownBy(
            () ->
                SelectionStrategies.relevantAndDiverse(
                    "x", pair -> 1, Double.NaN, SelectionStrategiesTest::search))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lambda lie in [0, 1], found 'x' and NaN");
    assertThatThrownBy(() -> new LabelCosts("USD", -1, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cost must be at least 0 and finite, found -1.0");
    assertThatThrownBy(() -> SelectionStrategies.named(" ", SelectionStrategies.random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
