package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.PairStep;
import io.github.em4j.training.selection.TrainingPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearningCurveTest {
  private static final Titles DATA = Titles.BENCHMARK;
  private static final SelectionStrategy RANDOM = SelectionStrategies.random(1);

  @TempDir private Path folder;

  private final List<LearningTask> tasks = new ArrayList<>();

  private LearningCurve.Builder curve() {
    return curve(folder);
  }

  private LearningCurve.Builder curve(Path where) {
    PairLearner learner =
        PairLearner.of(
            "nearest label",
            task -> {
              tasks.add(task);
              return new NearestLabel(task);
            });
    return LearningCurve.builder(DATA.pool, learner, where)
        .sizes(200, 20, 60)
        .strategies(RANDOM)
        .validation(DATA.selection)
        .evaluation(DATA.test)
        .bootstrap(Bootstrap.builder().resamples(50).build());
  }

  /** A judge that asks 100 tokens and keeps every third pair of the pool. */
  private static PairStep judge() {
    return new PairStep() {
      @Override
      public String name() {
        return "judged";
      }

      @Override
      public Map<String, String> settings() {
        return Map.of("judge", "test");
      }

      @Override
      public List<PairOutcome> apply(List<TrainingPair> pairs) {
        return pairs.stream()
            .map(
                pair ->
                    Integer.parseInt(pair.key().substring(6)) % 3 == 0
                        ? PairOutcome.kept(pair, "agrees")
                        : PairOutcome.dropped(pair, "disagrees"))
            .map(outcome -> outcome.costing(new TokenUsage(100, 1)))
            .toList();
      }
    };
  }

  @Test
  void trainsOnNestedSubsetsAndMeasuresEach() {
    LearningCurveReport report = curve().build().run();

    assertThat(report.points()).extracting(CurvePoint::trainingPairs).containsExactly(20, 60, 200);
    assertThat(report.points()).extracting(CurvePoint::labels).containsExactly(20, 60, 200);
    for (int i = 1; i < 3; i++) {
      List<TrainingPair> smaller = tasks.get(i - 1).train();
      assertThat(tasks.get(i).train().subList(0, smaller.size())).isEqualTo(smaller);
      assertThat(tasks.get(i).folder()).isNotEqualTo(tasks.get(i - 1).folder());
    }
    assertThat(report.points())
        .allSatisfy(
            point -> {
              assertThat(point.f1().contains(point.f1().estimate())).isTrue();
              assertThat(point.f1().estimate()).isEqualTo(point.counts().f1());
              assertThat(point.counts().total()).isEqualTo(DATA.test.size());
              assertThat(point.f1PerCost()).isEmpty();
              assertThat(point.f1PerLabel().orElseThrow())
                  .isCloseTo(100 * point.counts().f1() / point.labels(), within(1e-12));
            });
  }

  @Test
  void paysForLabelsAndForTheTokensOfTeachers() {
    LearningCurveReport report =
        curve()
            .sizes(500)
            .strategies(RANDOM, SelectionStrategies.keptBy(judge(), 1))
            .costs(new LabelCosts("USD", 0.1, 1_000, 10_000))
            .build()
            .run();

    assertThat(report.of("random")).hasSize(4);
    CurvePoint random = report.of("random").get(3);
    assertThat(random.cost()).isCloseTo(50, within(1e-9));
    List<CurvePoint> judged = report.of("judged");
    // A third of 540 pairs is kept, so there is no point at 500 but the last one at what there is.
    assertThat(judged).extracting(CurvePoint::trainingPairs).containsExactly(20, 60, 180);
    assertThat(judged)
        .allSatisfy(
            point -> {
              assertThat(point.labels()).isGreaterThan(2 * point.trainingPairs());
              assertThat(point.usage())
                  .isEqualTo(new TokenUsage(100L * point.labels(), point.labels()));
              assertThat(point.cost()).isCloseTo(point.labels() * 0.21, within(1e-9));
            });
    assertThat(report.cheapestReaching(0)).contains(report.of("random").get(0));
    assertThat(report.cheapestReaching(1)).isEmpty();
  }

  @Test
  void doesNoPointAgainWhenMoreIsAskedFor() {
    LearningCurveReport first = curve().build().run();

    LearningCurveReport more =
        curve()
            .sizes(100)
            .strategies(
                RANDOM, SelectionStrategies.named("random 2", SelectionStrategies.random(2)))
            .costs(new LabelCosts("EUR", 1, 0, 0))
            .build()
            .run();

    assertThat(tasks).hasSize(3 + 1 + 4);
    assertThat(more.of("random")).extracting(CurvePoint::size).containsExactly(20, 60, 100, 200);
    assertThat(more.of("random"))
        .extracting(CurvePoint::f1)
        .containsSubsequence(first.points().stream().map(CurvePoint::f1).toList());
    assertThat(more.of("random"))
        .extracting(CurvePoint::cost)
        .containsExactly(20.0, 60.0, 100.0, 200.0);
  }

  @Test
  void measuresAgainWhereAStrategyOfTheSameNameIsAnotherOne() {
    curve().build().run();
    curve().strategies(SelectionStrategies.random(2)).build().run();

    assertThat(tasks).hasSize(6);
    assertThat(tasks).extracting(LearningTask::folder).doesNotHaveDuplicates();
  }

  @Test
  void refusesTheFolderOfAnotherCurve() {
    curve().build().run();

    assertThatThrownBy(() -> curve().evaluation(DATA.mining).build().run())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is the record of another run: evaluation was '200 pairs, ");
  }

  @Test
  void canBeCancelledAndGoneOnWith(@TempDir Path other) throws IOException {
    var running = new AtomicReference<LearningCurve>();
    LearningCurve cancelled =
        curve()
            .listener(
                new CurveListener() {
                  @Override
                  public void finished(CurvePoint point) {
                    requireNonNull(running.get()).cancel();
                  }
                })
            .build();
    running.set(cancelled);
    assertThatThrownBy(cancelled::run).isInstanceOf(FineTuningCancelledException.class);
    assertThat(tasks).hasSize(1);

    LearningCurveReport report = curve().build().run();

    assertThat(tasks).hasSize(3);
    assertThat(curve(other).build().run()).isEqualTo(report);
    assertThat(folder.resolve("points.jsonl"))
        .hasSameTextualContentAs(other.resolve("points.jsonl"));
  }

  @Test
  void isReadByPeopleAndByMachines() throws IOException {
    LearningCurveReport report = curve().costs(new LabelCosts("USD", 0.5, 0, 0)).build().run();

    assertThat(report.toString().lines().toList())
        .hasSize(4)
        .satisfies(
            lines -> {
              assertThat(lines.get(0))
                  .contains("strategy", "labels", "cost USD", "F1 on test", "per USD");
              assertThat(lines.get(3)).startsWith("random").contains(" 200 ", " 100.00 ");
            });
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("currency").asText()).isEqualTo("USD");
    assertThat(json.get("points")).hasSize(3);
    assertThat(json.get("points").get(0).get("f1").get("estimate").asDouble())
        .isEqualTo(report.points().get(0).f1().estimate());
  }

  @Test
  void refusesWhatWouldMakeAResultLookBetterThanItIs() {
    assertThatThrownBy(() -> curve().validation(DATA.test).evaluation(DATA.mining).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validation must not look at test data, found split 'test'");
    assertThatThrownBy(() -> curve().evaluation(DATA.selection).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the validation split and the evaluation split must have no pair");
    var leaking = new DatasetSplit("eval", List.of(DATA.pool.get(0).pair()));
    assertThatThrownBy(() -> curve().evaluation(leaking).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the pool and the evaluation split must have no pair in common");
  }

  @Test
  void needsSizesAndStrategiesOfDifferentNames() {
    assertThatThrownBy(() -> curve().strategies(RANDOM, SelectionStrategies.random(2)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strategies must have different names, found 'random' twice");
    assertThatThrownBy(() -> curve().strategies().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a curve needs sizes, strategies, a pool and pairs");
    assertThatThrownBy(() -> curve().sizes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a size must be at least 1, found 0");
  }
}
