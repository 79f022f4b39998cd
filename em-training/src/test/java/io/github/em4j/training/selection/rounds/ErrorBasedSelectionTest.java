package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.training.baseline.BaselineOptions;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ErrorBasedSelectionTest {
  private static final Titles DATA = Titles.BENCHMARK;

  @TempDir private Path folder;

  private final List<LearningTask> tasks = new ArrayList<>();
  private final List<NearestLabel> matchers = new ArrayList<>();

  private PairLearner learner() {
    return PairLearner.of(
        "nearest label",
        task -> {
          tasks.add(task);
          var matcher = new NearestLabel(task);
          matchers.add(matcher);
          return matcher;
        });
  }

  private ErrorBasedSelection.Builder selection() {
    return selection(folder, learner());
  }

  private static ErrorBasedSelection.Builder selection(Path folder, PairLearner learner) {
    return ErrorBasedSelection.builder(DATA.start, DATA.pool, learner, folder)
        .mining(DATA.mining)
        .selection(DATA.selection)
        .search(pairs -> PairSearch.over(pairs).threads(1).build())
        .neighboursPerError(2)
        .rounds(4);
  }

  private static List<String> keys(List<TrainingPair> pairs) {
    return pairs.stream().map(TrainingPair::key).toList();
  }

  @Test
  void trainsEachRoundOnTheStartAndAllThatRoundsBeforeAdded() {
    ErrorBasedResult result = selection().build().run();

    assertThat(result.rounds()).hasSize(4);
    assertThat(tasks).hasSize(4);
    var expected = new ArrayList<>(keys(DATA.start));
    for (SelectionRound round : result.rounds()) {
      LearningTask task = tasks.get(round.number() - 1);
      assertThat(keys(task.train())).isEqualTo(expected);
      assertThat(round.trainingPairs()).isEqualTo(expected.size());
      assertThat(round.positives())
          .isEqualTo(task.train().stream().filter(p -> p.pair().label().isMatch()).count());
      assertThat(task.validation()).isEqualTo(DATA.selection);
      assertThat(task.folder()).isEqualTo(folder.resolve("round-" + round.number()));
      assertThat(round.added()).isNotEmpty();
      round.added().forEach(added -> expected.add(added.key()));
    }
    assertThat(expected).doesNotHaveDuplicates();
    assertThat(keys(DATA.pool)).containsAll(expected.subList(DATA.start.size(), expected.size()));
    assertThat(matchers).allMatch(matcher -> matcher.closed);
  }

  @Test
  void addsTheNearestPairsOfEveryErrorAndSaysWhichErrorCalledForThem() {
    SelectionRound round = selection().rounds(1).build().run().rounds().get(0);

    PairSearch search = PairSearch.over(SplitRules.labeled(DATA.pool)).threads(1).build();
    var rows = new HashSet<Integer>();
    for (AddedPair added : round.added()) {
      LabeledPair error = DATA.mining.pairs().get(added.errorRow() - 1);
      rows.add(added.errorRow());
      assertThat(added.error()).isEqualTo(error.pair().id());
      assertThat(added.rank()).isBetween(1, 2);
      var neighbour = search.nearest(error.pair(), 2).get(added.rank() - 1);
      assertThat(DATA.pool.get(neighbour.index()).key()).isEqualTo(added.key());
      assertThat(neighbour.similarity()).isEqualTo(added.similarity());
    }
    long errors =
        round.mining().total() - round.mining().truePositives() - round.mining().trueNegatives();
    assertThat((long) rows.size()).isBetween(errors / 2, errors);
  }

  @Test
  void choosesTheFirstRoundOfTheBestF1OnTheSelectionSplit() {
    ErrorBasedResult result = selection().build().run();

    double best = result.rounds().stream().mapToDouble(r -> r.selection().f1()).max().orElse(0);
    assertThat(result.chosenRound().selection().f1()).isEqualTo(best);
    assertThat(result.rounds().subList(0, result.chosen() - 1))
        .allMatch(round -> round.selection().f1() < best);
    assertThat(result.trainingPairs()).isEqualTo(tasks.get(result.chosen() - 1).train());
    assertThat(result.folder()).isEqualTo(folder.resolve("round-" + result.chosen()));
    assertThat(result.toString().lines().filter(line -> line.startsWith("*"))).hasSize(1);
  }

  @Test
  void learnsMoreFromWhatErrorsCallForThanFromTheStartAlone() {
    var options = BaselineOptions.builder().trees(15).threads(1).build();

    ErrorBasedResult result =
        selection(folder, PairLearner.baseline(options)).rounds(3).build().run();

    assertThat(result.chosen()).isGreaterThan(1);
    assertThat(result.chosenRound().selection().f1())
        .isGreaterThan(result.rounds().get(0).selection().f1() + 0.03);
  }

  @Test
  void goesOnWhereItStoppedAndComesToTheSameRecord(@TempDir Path other) throws IOException {
    PairLearner breaking =
        PairLearner.of(
            "nearest label",
            task -> {
              if (task.name().equals("round-3")) {
                throw new EntityMatchingException("out of money");
              }
              return new NearestLabel(task);
            });
    assertThatThrownBy(() -> selection(folder, breaking).build().run()).hasMessage("out of money");
    // As a process leaves it that is killed while it writes.
    Files.writeString(
        folder.resolve("rounds.jsonl"), "{\"round\":3,\"tra", StandardOpenOption.APPEND);
    var recalled = new ArrayList<Integer>();

    ErrorBasedResult result =
        selection()
            .listener(
                new RoundListener() {
                  @Override
                  public void recalled(SelectionRound round) {
                    recalled.add(round.number());
                  }
                })
            .build()
            .run();

    assertThat(recalled).containsExactly(1, 2);
    assertThat(tasks).extracting(LearningTask::name).containsExactly("round-3", "round-4");
    ErrorBasedResult atOnce = selection(other, learner()).build().run();
    assertThat(result.rounds()).isEqualTo(atOnce.rounds());
    assertThat(folder.resolve("rounds.jsonl"))
        .hasSameTextualContentAs(other.resolve("rounds.jsonl"));
  }

  @Test
  void doesNothingAgainAndAddsRoundsWhereMoreAreAskedFor() {
    ErrorBasedResult two = selection().rounds(2).build().run();
    ErrorBasedResult again = selection().rounds(2).build().run();
    assertThat(tasks).hasSize(2);
    assertThat(again).isEqualTo(two);

    ErrorBasedResult three = selection().rounds(3).build().run();
    assertThat(tasks).hasSize(3);
    assertThat(three.rounds().subList(0, 2)).isEqualTo(two.rounds());

    assertThat(selection().rounds(1).build().run().rounds()).isEqualTo(two.rounds().subList(0, 1));
    assertThat(tasks).hasSize(3);
  }

  @Test
  void refusesTheFolderOfAnotherRunAndSaysWhatDiffers() {
    selection().rounds(1).build().run();

    assertThatThrownBy(() -> selection().neighboursPerError(3).build().run())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is the record of another run: neighboursPerError was '2' and is '3'")
        .hasMessageContaining("choose another folder");
  }

  @Test
  void saysWhereARecordIsBroken() throws IOException {
    selection().rounds(1).build().run();
    Files.writeString(folder.resolve("rounds.jsonl"), "{nonsense}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> selection().build().run())
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("rounds.jsonl is broken in line 3");
  }

  @Test
  void canBeCancelledAndGoneOnWith() {
    var running = new AtomicReference<ErrorBasedSelection>();
    ErrorBasedSelection cancelled =
        selection()
            .listener(
                new RoundListener() {
                  @Override
                  public void started(int round, int trainingPairs) {
                    if (round == 2) {
                      requireNonNull(running.get()).cancel();
                    }
                  }
                })
            .build();
    running.set(cancelled);

    assertThatThrownBy(cancelled::run)
        .isInstanceOf(FineTuningCancelledException.class)
        .hasMessageContaining("cancelled in round 2 of 4");
    assertThat(tasks.get(1).cancelled().getAsBoolean()).isTrue();
    assertThat(matchers).allMatch(matcher -> matcher.closed);

    assertThat(selection().build().run().rounds()).hasSize(4);
    assertThat(tasks)
        .extracting(LearningTask::name)
        .containsExactly("round-1", "round-2", "round-2", "round-3", "round-4");
  }

  @Test
  void endsWhereNoErrorCallsForANewPair() {
    ErrorBasedResult result =
        ErrorBasedSelection.builder(DATA.start, DATA.pool.subList(0, 3), learner(), folder)
            .mining(DATA.mining)
            .selection(DATA.selection)
            .rounds(9)
            .build()
            .run();

    assertThat(result.rounds()).hasSizeBetween(2, 4);
    assertThat(result.rounds().get(result.rounds().size() - 1).added()).isEmpty();
  }

  @Test
  void takesAPairWithoutAnAnswerForNoError() {
    List<LabeledPair> pairs =
        List.of(
            Titles.match("fail", "desk lamp"),
            Titles.nonMatch("floor lamp", "lamp on the floor"),
            Titles.match("lamp", "desk lamp"));

    SelectionRound round =
        selection()
            .mining(new DatasetSplit("mining", pairs))
            .rounds(1)
            .build()
            .run()
            .rounds()
            .get(0);

    assertThat(round.mining().failed()).isEqualTo(1);
    assertThat(round.added()).allMatch(added -> added.errorRow() != 1);
  }

  @Test
  void refusesTestSplits() {
    assertThatThrownBy(() -> selection().mining(DATA.test).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("error-based selection must not look at test data, found split 'test'");
    assertThatThrownBy(
            () ->
                selection()
                    .asInTheReference(new DatasetSplit("Test_gs", DATA.selection.pairs()))
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found split 'Test_gs'");
  }

  @Test
  void refusesSplitsThatHaveAPairInCommonAlsoWithItsSidesExchanged() {
    var mixed = new ArrayList<>(DATA.mining.pairs());
    mixed.add(DATA.selection.pairs().get(0).swapped());

    assertThatThrownBy(() -> selection().mining(new DatasetSplit("mining", mixed)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "the mining split and the selection split must have no pair in common, found 1");
  }

  @Test
  void refusesAPoolOrAStartThatHoldsPairsOfASplit() {
    var leaking = new ArrayList<>(DATA.pool);
    leaking.add(new TrainingPair("leak", DATA.selection.pairs().get(3)));

    assertThatThrownBy(
            () ->
                ErrorBasedSelection.builder(DATA.start, leaking, learner(), folder)
                    .mining(DATA.mining)
                    .selection(DATA.selection)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the pool and the selection split must have no pair in common");
    assertThatThrownBy(
            () ->
                ErrorBasedSelection.builder(
                        leaking,
                        List.of(new TrainingPair("leak", leaking.get(0).pair())),
                        learner(),
                        folder)
                    .mining(DATA.mining)
                    .selection(DATA.selection)
                    .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("all training pairs must have different keys, found 'leak' twice");
  }

  @Test
  void minesAndSelectsOnOneSplitWhereTheReferenceIsToBeReproduced() {
    // The reference's pool may hold pairs of that split: nothing is refused.
    var pool = new ArrayList<>(DATA.pool);
    pool.add(new TrainingPair("shared", DATA.selection.pairs().get(0)));
    ErrorBasedResult result =
        ErrorBasedSelection.builder(DATA.start, pool, learner(), folder)
            .asInTheReference(DATA.selection)
            .rounds(2)
            .build()
            .run();

    assertThat(result.rounds())
        .hasSize(2)
        .allSatisfy(round -> assertThat(round.mining()).isEqualTo(round.selection()));
    assertThat(result.rounds().get(0).added())
        .isNotEmpty()
        .allSatisfy(
            added ->
                assertThat(DATA.selection.pairs().get(added.errorRow() - 1).pair().id())
                    .isEqualTo(added.error()));
    assertThat(tasks.get(1).train())
        .hasSize(DATA.start.size() + result.rounds().get(0).added().size());
    assertThatThrownBy(
            () ->
                ErrorBasedSelection.builder(DATA.start, pool, learner(), folder)
                    .mining(DATA.mining)
                    .selection(DATA.selection)
                    .build())
        .hasMessageStartingWith("the pool and the selection split must have no pair in common");
  }

  @Test
  void needsPairsToStartWithAndSplits() {
    assertThatThrownBy(
            () -> ErrorBasedSelection.builder(List.of(), DATA.pool, learner(), folder).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pairs to start with, to mine and to select on are needed, found 0, 0 and 0");
    assertThatThrownBy(() -> selection().rounds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rounds must be at least 1, found 0");
  }
}
