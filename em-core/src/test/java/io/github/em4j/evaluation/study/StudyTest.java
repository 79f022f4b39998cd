package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchOptions;
import io.github.em4j.Progress;
import io.github.em4j.TokenUsage;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
  private static final EvaluationSet TEST = Sample.set("abt", "test", "110100");
  private static final EvaluationSet VALIDATION = Sample.set("abt", "valid", "1000");

  @TempDir private Path folder;
  private final FakeRecipe recipe = new FakeRecipe("fake", "simple", "complex");

  private Study.Builder study() {
    return Study.builder()
        .add(recipe, Sample.source("abt"))
        .on(TEST)
        .on(VALIDATION)
        .seeds(1, 2)
        .matchOptions(MatchOptions.builder().batchSize(2).build());
  }

  private StudyResults run(Study.Builder study) {
    try (StudyRun run = study.build().start(folder)) {
      return run.await();
    }
  }

  private Path cellFile(String nameParts) throws IOException {
    try (var files = Files.list(folder.resolve("cells"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(nameParts))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void runsEveryCombination() {
    StudyResults results = run(study());

    assertThat(results.cells()).hasSize(2 * 2 * 2);
    assertThat(results.cells())
        .allSatisfy(
            cell -> {
              int pairs = cell.predictions().size();
              assertThat(cell.predictions().counts().recall()).isEqualTo(1);
              assertThat(cell.predictions().scored().size()).isEqualTo(pairs);
              assertThat(cell.usage()).isEqualTo(new TokenUsage(10L * pairs, 2L * pairs));
              assertThat(cell.sourceDataset()).contains("abt");
              assertThat(cell.settings()).isEqualTo(Map.of("model", "m"));
              assertThat(cell.provenance().fact("model")).contains("1");
              assertThat(cell.answers())
                  .hasSize(pairs)
                  .allSatisfy(
                      answer -> assertThat(answer.rawAnswer()).contains("Yes, \ud83d\ude00"));
            });
    assertThat(results.failures()).isEmpty();
    assertThat(results.incomplete()).isEmpty();
  }

  @Test
  void preparesOnceForAllTemplatesAndSetsAndClosesWhatItOpened() {
    run(study().seeds(1));

    assertThat(recipe.diary.stream().filter(entry -> !entry.startsWith("ask")))
        .containsExactly(
            "prepare abt 1", "open simple", "close", "open complex", "close", "close all");
  }

  @Test
  void runsNothingThatIsStored() {
    StudyResults first = run(study());
    recipe.diary.clear();

    StudyResults second = run(study());

    assertThat(recipe.diary).isEmpty();
    assertThat(second.cells().stream().map(CellResult::key))
        .isEqualTo(first.cells().stream().map(CellResult::key).toList());
    assertThat(second.cells().get(0).answers()).isEqualTo(first.cells().get(0).answers());
  }

  @Test
  void preparesOnlyWhatSomethingIsMissingOf() {
    run(study().seeds(1));
    recipe.diary.clear();

    run(study().seeds(1, 3));

    assertThat(recipe.diary).contains("prepare abt 3").doesNotContain("prepare abt 1");
    assertThat(recipe.asked()).isEqualTo(2 * (6 + 4));
  }

  @Test
  void runsARecipeThatDoesNotDependOnTheSeedOnce() {
    var untrained =
        Recipe.of(
            "plain", () -> new FakeRecipe("x").prepare(Optional.empty(), 0).open(Optional.empty()));

    StudyResults results = run(Study.builder().add(untrained).on(TEST).seeds(5, 6));

    assertThat(results.cells()).singleElement().extracting(cell -> cell.key().seed()).isEqualTo(5L);
    assertThat(results.cells().get(0).key().template()).isEmpty();
  }

  @Test
  void goesOnAfterTheLastPairWhereverTheFileWasCut() throws IOException {
    Study.Builder one =
        Study.builder()
            .add(recipe)
            .on(TEST)
            .seeds(1)
            .matchOptions(MatchOptions.builder().batchSize(2).build());
    run(one);
    Path file = cellFile("fake_abt_test_simple");
    byte[] whole = Files.readAllBytes(file);
    int lines = count(whole);
    assertThat(lines).isEqualTo(7);

    for (int length = whole.length; length >= 0; length--) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(file, cut);
      recipe.diary.clear();

      StudyResults before = StudyResults.read(folder);
      StudyResults after = run(one);

      int pairsLeft = Math.max(0, count(cut) - 1);
      assertThat(recipe.asked()).as("pairs asked after byte " + length).isEqualTo(6 - pairsLeft);
      assertThat(before.cells()).hasSize(length == whole.length ? 2 : 1);
      assertThat(after.cells()).hasSize(2);
      assertThat(count(Files.readAllBytes(file))).isEqualTo(lines);
      assertThat(after.cells().get(1).predictions().counts().truePositives()).isEqualTo(3);
    }
  }

  private static int count(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  @Test
  void refusesAStoreOfOtherPairs() {
    run(study());
    int asked = (int) recipe.asked();
    EvaluationSet other = Sample.set("abt", "test", "110101");

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(
            () ->
                Study.builder()
                    .add(recipe, Sample.source("abt"))
                    .on(other)
                    .seeds(1)
                    .build()
                    .start(folder))
        .withMessageContaining("are of another study")
        .withMessageContaining("pairs: was ")
        .withMessageContaining("take another folder");
    assertThat(recipe.asked()).isEqualTo(asked);
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> StudyResults.read(folder, List.of(other)))
        .withMessageContaining("other pairs of abt test");
  }

  @Test
  void refusesAStoreOfMatchersThatChoseOnOtherValidationPairs() {
    run(Study.builder().add(recipe, chosenOn("10")).on(TEST));
    int asked = (int) recipe.asked();

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(
            () -> Study.builder().add(recipe, chosenOn("01")).on(TEST).build().start(folder))
        .withMessageContaining("are of another study")
        .withMessageContaining("validation pairs of the source: was ");
    assertThat(recipe.asked()).isEqualTo(asked);
  }

  private static TrainingSource chosenOn(String labels) {
    TrainingSource source = Sample.source("abt");
    return new TrainingSource(
        source.name(),
        source.dataset(),
        source.domain(),
        source.train(),
        Optional.of(Sample.split("valid", labels)));
  }

  @Test
  void refusesAStoreOfOtherSettingsAndNamesThem() {
    run(study());
    recipe.settings = Map.of("model", "n");

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> study().build().start(folder))
        .withMessageContaining("setting 'model': was m, is n");
  }

  @Test
  void refusesAFolderOfSomethingElse() throws IOException {
    Files.writeString(folder.resolve("thesis.txt"), "mine");

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> study().build().start(folder))
        .withMessageContaining("holds thesis.txt");
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> StudyResults.read(folder))
        .withMessageContaining("no results store");
  }

  @Test
  void lineThatIsNoneIsADamagedFileAndSaysWhere() throws IOException {
    run(study());
    Path file = cellFile("fake_abt_abt_test_simple_s1");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(2, lines.get(3));
    Files.writeString(file, String.join("\n", lines) + "\n");

    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> StudyResults.read(folder))
        .withMessageContaining(file.getFileName().toString())
        .withMessageContaining("expected pair 1 of 6, found pair 2");
  }

  @Test
  void doesNotMixTheAnswersOfTwoModelsInACell() throws IOException {
    run(study());
    Path file = cellFile("fake_abt_abt_test_simple_s1");
    List<String> lines = Files.readAllLines(file);
    Files.writeString(file, String.join("\n", lines.subList(0, 4)) + "\n");
    recipe.revision = "2";
    recipe.diary.clear();

    StudyResults results = run(study());

    assertThat(recipe.asked()).isEqualTo(6);
    assertThat(
            results.cells().stream()
                .filter(cell -> cell.provenance().fact("model").equals(Optional.of("2"))))
        .hasSize(1);
  }

  @Test
  void reportsACellThatFailsAndTriesItAgainTheNextTime() {
    recipe.beforeOpening =
        template -> {
          if (template.equals(Optional.of("simple"))) {
            throw new EntityMatchingException("no such template");
          }
        };
    var told = new ArrayList<String>();
    var listener =
        new StudyListener() {
          @Override
          public void cellFailed(CellFailure failure) {
            told.add(failure.key().template().orElseThrow() + ": " + failure.message());
          }
        };

    StudyResults results = run(study().seeds(1).listener(listener));

    assertThat(results.cells()).hasSize(2);
    assertThat(told).hasSize(2).containsOnly("simple: no such template");
    assertThat(results.failures()).hasSize(2);
    assertThat(StudyResults.read(folder).failures()).isEqualTo(results.failures());

    recipe.beforeOpening = template -> {};
    StudyResults repaired = run(study().seeds(1));
    assertThat(repaired.cells()).hasSize(4);
    assertThat(repaired.failures()).isEmpty();
  }

  @Test
  void noCellIsBothCompleteAndFailedHoweverARunEnds() {
    recipe.beforeOpening =
        template -> {
          throw new EntityMatchingException("the server is gone");
        };
    assertThatExceptionOfType(StudyFailedException.class).isThrownBy(() -> run(study().seeds(1)));
    recipe.beforeOpening = template -> {};
    var killed =
        new StudyListener() {
          @Override
          public void progressed(StudyProgress progress) {
            // The last pair of the first cell is stored.
            if (progress.pairsDone() == 6) {
              throw new IllegalStateException("killed");
            }
          }
        };

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> run(study().seeds(1).listener(killed)));

    StudyResults read = StudyResults.read(folder);
    assertThat(read.cells()).hasSize(1);
    assertThat(read.failures())
        .hasSize(3)
        .noneMatch(failure -> failure.key().equals(read.cells().get(0).key()));
  }

  @Test
  void whatCannotBeClosedLosesNoAnswer() {
    recipe.failingToClose = true;

    StudyResults results = run(study().seeds(1));

    assertThat(results.cells()).hasSize(4);
    assertThat(results.failures()).isEmpty();
  }

  @Test
  void keepsWhatACellHadBeforeItFailed() {
    int[] batches = {0};
    recipe.beforeBatch =
        batch -> {
          if (batches[0]++ == 1) {
            throw new EntityMatchingException("the server is gone");
          }
        };

    StudyResults results = run(study().seeds(1));

    assertThat(results.failures()).hasSize(1);
    assertThat(results.incomplete()).containsExactly(results.failures().get(0).key());
    recipe.diary.clear();
    run(study().seeds(1));
    assertThat(recipe.asked()).isEqualTo(4);
  }

  @Test
  void asksAgainAboutPairsThatFailedOnlyWhereItIsToldTo() {
    recipe.failing = true;
    StudyResults first = run(study().seeds(1));
    assertThat(first.cells()).hasSize(4);
    assertThat(first.cells().get(0).predictions().counts().failed()).isPositive();
    assertThat(first.cells().get(0).answers().get(3).error()).contains("the server is away");
    recipe.failing = false;
    recipe.diary.clear();

    run(study().seeds(1));
    assertThat(recipe.asked()).isZero();

    StudyResults again = run(study().seeds(1).retryFailedPairs(true));
    // Pair 3 of each set and those behind it.
    assertThat(recipe.asked()).isEqualTo(2 * (3 + 1));
    assertThat(again.cells())
        .allSatisfy(cell -> assertThat(cell.predictions().counts().failed()).isZero());
  }

  @Test
  void failsWhereEveryCellFails() {
    recipe.beforePreparing =
        () -> {
          throw new EntityMatchingException("no memory left");
        };

    assertThatExceptionOfType(StudyFailedException.class)
        .isThrownBy(() -> run(study()))
        .withMessageContaining("every cell of the study failed")
        .withMessageContaining("no memory left");
  }

  @Test
  void letsOneRunAtATimeIn() throws InterruptedException {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    recipe.beforePreparing =
        () -> {
          started.countDown();
          awaitUninterrupted(goOn);
        };
    try (StudyRun run = study().build().start(folder)) {
      started.await();

      assertThatExceptionOfType(EntityMatchingException.class)
          .isThrownBy(() -> study().build().start(folder))
          .withMessageContaining("another run is at work");
      goOn.countDown();
      run.await();
    }
    run(study());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new EntityMatchingException("interrupted", e);
    }
  }

  @Test
  void canBeCancelledInTraining() throws InterruptedException {
    var started = new CountDownLatch(1);
    recipe.beforePreparing =
        () -> {
          started.countDown();
          awaitUninterrupted(new CountDownLatch(1));
        };
    try (StudyRun run = study().build().start(folder)) {
      started.await();
      run.cancel();

      assertThatExceptionOfType(StudyCancelledException.class)
          .isThrownBy(run::await)
          .withMessageContaining("cancelled after 0 of 40 pairs");
      assertThat(run.progress().state()).isEqualTo(Progress.State.CANCELLED);
    }
    assertThat(StudyResults.read(folder).failures()).isEmpty();
  }

  @Test
  void goesOnWhereItWasCancelled() {
    var runs = new ArrayList<StudyRun>();
    var seen = Collections.synchronizedList(new ArrayList<StudyProgress>());
    var started = new CountDownLatch(1);
    var listener =
        new StudyListener() {
          @Override
          public void progressed(StudyProgress progress) {
            awaitUninterrupted(started);
            seen.add(progress);
            if (progress.pairsDone() == 8) {
              runs.get(0).cancel();
            }
          }
        };
    try (StudyRun run = study().listener(listener).build().start(folder)) {
      runs.add(run);
      started.countDown();
      assertThatExceptionOfType(StudyCancelledException.class).isThrownBy(run::await);
    }
    assertThat(seen.get(seen.size() - 1).state()).isEqualTo(Progress.State.CANCELLED);
    recipe.diary.clear();

    run(study());

    assertThat(recipe.asked()).isEqualTo(40 - 8);
  }

  @Test
  void tellsHowFarItIs() {
    var seen = new ArrayList<StudyProgress>();
    var listener =
        new StudyListener() {
          @Override
          public void progressed(StudyProgress progress) {
            seen.add(progress);
          }
        };
    run(study().seeds(1));

    run(study().listener(listener));

    // Batches of two over sets of six and four pairs, and the end.
    assertThat(seen).hasSize(2 * (3 + 2) + 1);
    assertThat(seen).extracting(StudyProgress::pairsDone).isSorted().endsWith(40L, 40L);
    assertThat(seen)
        .allSatisfy(
            progress -> {
              assertThat(progress.pairs()).isEqualTo(40);
              assertThat(progress.pairsStoredBefore()).isEqualTo(20);
              assertThat(progress.cells()).isEqualTo(8);
            });
    assertThat(seen.subList(0, 10))
        .allSatisfy(progress -> assertThat(progress.estimatedRemaining()).isPresent());
    StudyProgress last = seen.get(seen.size() - 1);
    assertThat(last.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(last.cellsDone()).isEqualTo(8);
    assertThat(last.estimatedRemaining()).isEmpty();
  }

  @Test
  void storesAndTellsAfterEachBatchOfTheSizeThatARecipeHas() {
    var batches = new ArrayList<Integer>();
    recipe.batchSize = OptionalInt.of(4);
    recipe.beforeBatch = batch -> batches.add(batch.size());
    var other = new FakeRecipe("other");
    other.beforeBatch = batch -> batches.add(batch.size());

    run(Study.builder().add(recipe).add(other).on(TEST).matchOptions(batchesOf(2)));

    // Six pairs in two wordings, and in none.
    assertThat(batches).containsExactly(4, 2, 4, 2, 2, 2, 2);
  }

  private static MatchOptions batchesOf(int pairs) {
    return MatchOptions.builder().batchSize(pairs).build();
  }

  @Test
  void listenerThatThrowsEndsTheStudy() {
    var listener =
        new StudyListener() {
          @Override
          public void cellFinished(CellResult result) {
            throw new IllegalStateException("enough");
          }
        };

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> run(study().listener(listener)))
        .withMessage("enough");
    assertThat(StudyResults.read(folder).failures()).isEmpty();
  }

  @Test
  void storedResultsWorkWithAllScoresWithoutThePairs() {
    StudyResults run = run(study());

    StudyResults read = StudyResults.read(folder);

    CellResult cell = read.cells().get(0);
    CellResult original = run.cell(cell.key()).orElseThrow();
    assertThat(cell.report(Bootstrap.DEFAULTS).interval(Score.F1))
        .isEqualTo(original.report(Bootstrap.DEFAULTS).interval(Score.F1));
    assertThat(cell.duration()).isEqualTo(original.duration());
    assertThat(cell.predictions().get(0).pair().pair().left().id()).isEqualTo("a0");
    assertThat(cell.predictions().get(0).pair().pair().left().attributes()).isEmpty();
    assertThat(
            StudyResults.read(folder, List.of(TEST, VALIDATION))
                .cells()
                .get(0)
                .predictions()
                .split())
        .isIn(TEST.split(), VALIDATION.split());
  }

  @Test
  void readsTheWantedCellsOfAStoreThatHasOthersToo() {
    run(study());
    EvaluationSet fewer = Sample.set("abt", "test", "1101");
    Study later = Study.builder().add(recipe).on(fewer).seeds(1).build();
    assertThatExceptionOfType(EntityMatchingException.class)
        .isThrownBy(() -> StudyResults.read(folder, List.of(fewer)));
    run(Study.builder().add(recipe).on(fewer).seeds(1));

    StudyResults read = StudyResults.read(folder, List.of(fewer), later.cells()::contains);

    assertThat(read.cells())
        .extracting(CellResult::key)
        .containsExactlyInAnyOrderElementsOf(later.cells());
    assertThat(read.cells().get(0).predictions().size()).isEqualTo(4);
  }

  @Test
  void storesVariantsApart() {
    EvaluationSet swapped =
        TEST.variant("swapped", TEST.split().pairs().stream().map(pair -> pair.swapped()).toList());

    StudyResults results = run(Study.builder().add(recipe).on(TEST).on(swapped));

    assertThat(results.cells()).hasSize(4);
    assertThat(results.where(key -> key.variant().equals(Optional.of("swapped"))).cells())
        .hasSize(2)
        .allSatisfy(
            cell ->
                assertThat(cell.predictions().get(0).pair().pair().left().id()).isEqualTo("b0"));
  }

  @Test
  void refusesWhatCannotBeToldApart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.builder().add(recipe).build())
        .withMessageContaining("found 1 and 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Study.builder().add(recipe).on(TEST).on(TEST).build())
        .withMessageContaining("two cells");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Study.builder().add(recipe).add(new FakeRecipe("fake", "x")).on(TEST).build())
        .withMessageContaining("'fake' must be one recipe");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Study.builder()
                    .add(recipe)
                    .on(TEST)
                    .on(new EvaluationSet("abt", "scholarly", Optional.empty(), VALIDATION.split()))
                    .build())
        .withMessageContaining("'abt' must be one domain");
    assertThatIllegalArgumentException().isThrownBy(() -> Study.builder().seeds(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TEST.variant("less", TEST.split().pairs().subList(0, 2)));
  }
}
