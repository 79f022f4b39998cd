package io.github.em4j.training.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.AttributeComparison;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityDescription;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.MatchLabel;
import io.github.em4j.PairAnnotations;
import io.github.em4j.StructuredExplanation;
import io.github.em4j.TextExplanation;
import io.github.em4j.TokenUsage;
import io.github.em4j.dataset.DatasetSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainingSetPipelineTest {
  @TempDir private Path temp;

  private static TrainingSetPipeline.Builder overPairs(int count) {
    return TrainingSetPipeline.builder().source("train", Given.pairs(count));
  }

  /** One pair of each kind, done everything with. */
  private static TrainingSetPipeline golden() {
    LabeledPair lamp =
        new LabeledPair(
            new CandidatePair(
                EntityDescription.of("a1").with("title", "Desk lamp").with("price", "12.90"),
                EntityDescription.of("b1").with("title", "Lamp \"Größe 5\"")),
            MatchLabel.MATCH,
            new PairAnnotations(Optional.of("e1"), Optional.of("e1"), Optional.of(false)));
    LabeledPair chair = Given.nonMatch("red chair", "blue\tchair");
    return TrainingSetPipeline.builder()
        .source("lamps", List.of(lamp, lamp.swapped()))
        .source("chairs", List.of(chair, Given.match("stool", "bar stool")))
        .heldOut(new DatasetSplit("test", List.of(chair.swapped())))
        .prices(PricePerMillion.of("0.15", "0.60"))
        .step(
            Given.step(
                "teacher",
                pair ->
                    switch (pair.key()) {
                      case "lamps:1" ->
                          PairOutcome.explained(
                                  pair,
                                  new StructuredExplanation(
                                      List.of(
                                          new AttributeComparison(
                                              "title",
                                              Optional.of("Desk lamp"),
                                              Optional.empty(),
                                              OptionalDouble.of(-0.5),
                                              OptionalDouble.of(1)))),
                                  "well formed")
                              .with("model", "test:teacher")
                              .costing(new TokenUsage(100, 20));
                      case "lamps:2" -> PairOutcome.dropped(pair, "contradicts the label");
                      case "chairs:1" -> PairOutcome.kept(pair, "explained before");
                      default -> PairOutcome.relabelled(pair, "contradicts the label");
                    }))
        .step(
            Given.step(
                "generator",
                pair ->
                    pair.key().equals("chairs:1")
                        ? PairOutcome.generated(
                            pair,
                            List.of(pair, pair.generated(1, Given.match("a chair", "the chair"))),
                            "1 of 1")
                        : PairOutcome.explained(pair, new TextExplanation("Because."), "said")))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.json",
        "0-sources.jsonl",
        "1-teacher.jsonl",
        "2-generator.jsonl",
        "training-set.jsonl",
        "summary.txt",
        "summary.json"
      })
  void writesTheGoldenFiles(String name) throws IOException {
    golden().run(temp.resolve("set"));

    assertThat(Files.readString(temp.resolve("set").resolve(name))).isEqualTo(goldenFile(name));
  }

  private static String goldenFile(String name) throws IOException {
    try (var in =
        Objects.requireNonNull(
            TrainingSetPipelineTest.class.getResourceAsStream("golden/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesNoOtherFile() {
    golden().run(temp);

    assertThat(Folders.content(temp))
        .containsOnlyKeys(
            "run.json",
            "0-sources.jsonl",
            "1-teacher.jsonl",
            "2-generator.jsonl",
            "training-set.jsonl",
            "summary.txt",
            "summary.json");
  }

  @Test
  void givesEachStepWhatTheOneBeforePassedOn() {
    var given = new ArrayList<String>();
    TrainingSet set =
        overPairs(6)
            .step(Given.everySecond("half"))
            .step(
                Given.step(
                    "watch",
                    pair -> {
                      given.add(pair.key());
                      return PairOutcome.kept(pair, "seen");
                    }))
            .build()
            .run(temp);

    assertThat(given).containsExactly("train:1", "train:3", "train:5");
    assertThat(set.asSplit("s").pairs())
        .isEqualTo(List.of(0, 2, 4).stream().map(Given.pairs(6)::get).toList());
    assertThat(Given.reasons(set.history("train:3"))).containsExactly("even", "seen");
    assertThat(Given.reasons(set.history("train:2"))).containsExactly("odd");
  }

  @Test
  void cutsThePairsIntoBatches() {
    var sizes = new ArrayList<Integer>();
    PairStep step =
        new PairStep() {
          @Override
          public String name() {
            return "batches";
          }

          @Override
          public Map<String, String> settings() {
            return Map.of();
          }

          @Override
          public List<PairOutcome> apply(List<TrainingPair> pairs) {
            sizes.add(pairs.size());
            return pairs.stream().map(pair -> PairOutcome.kept(pair, "ok")).toList();
          }
        };
    overPairs(10).batchSize(4).step(step).build().run(temp);

    assertThat(sizes).containsExactly(4, 4, 2);
  }

  @Test
  void tellsTheListenerHowFarEachStepIs() {
    var told = new ArrayList<String>();
    overPairs(5)
        .batchSize(3)
        .step(Given.step("look", pair -> PairOutcome.kept(pair, "ok")))
        .step(Given.everySecond("half"))
        .build()
        .run(temp, progress -> told.add(progress.toString()));

    assertThat(told)
        .containsExactly(
            "step 1 of 2, look: 0 of 5 pairs",
            "step 1 of 2, look: 3 of 5 pairs",
            "step 1 of 2, look: 5 of 5 pairs",
            "step 2 of 2, half: 0 of 5 pairs",
            "step 2 of 2, half: 5 of 5 pairs");
  }

  @Test
  void doesNotAskAgainWhatIsRecorded() {
    var asked = new AtomicInteger();
    var resumed = new ArrayList<Integer>();
    TrainingSetPipeline pipeline =
        overPairs(10)
            .batchSize(4)
            .step(
                Given.step(
                    "flaky",
                    pair -> {
                      if (asked.incrementAndGet() == 7) {
                        throw new EntityMatchingException("the server is gone", null, true);
                      }
                      return Given.oneOfEverything("flaky", pair);
                    }))
            .build();

    assertThatThrownBy(() -> pipeline.run(temp)).hasMessage("the server is gone");
    asked.set(100);
    pipeline.run(temp, progress -> resumed.add(progress.resumed()));

    assertThat(asked).hasValue(106);
    assertThat(resumed).containsOnly(4);
  }

  @Test
  void goesOnWithAMeasurementAndCountsItsCostOnce() {
    var asked = new AtomicInteger();
    PairStep measurement =
        Given.step(
            "length",
            pair -> {
              asked.incrementAndGet();
              return Given.length(pair);
            });
    TrainingSetPipeline pipeline =
        overPairs(10).step(Given.longestKeys("short-keys", measurement)).build();
    pipeline.run(temp);
    TrainingSet set = pipeline.run(temp);

    assertThat(asked).hasValue(10);
    assertThat(set.pairs()).hasSize(9);
    assertThat(set.summary().usage()).isEqualTo(new TokenUsage(100, 0));
  }

  @Test
  void refusesAMeasurementThatChangesAPair() {
    SetStep step =
        Given.longestKeys("keys", Given.step("no", pair -> PairOutcome.relabelled(pair, "oops")));

    assertThatThrownBy(() -> overPairs(2).step(step).build().run(temp))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the measurement of step keys must keep every pair as it is, found RELABELLED of"
                + " train:1");
  }

  @Test
  void endsWhenItsThreadIsInterruptedAndCanBeGoneOnWith() {
    TrainingSetPipeline pipeline = overPairs(10).batchSize(2).step(Given.everything("all")).build();
    try {
      assertThatThrownBy(
              () ->
                  pipeline.run(
                      temp,
                      progress -> {
                        if (progress.done() == 4) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("interrupted in step all")
          .matches(e -> ((EntityMatchingException) e).isRetryable());
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertThatThrownBy(() -> TrainingSet.read(temp))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("is not finished");

    pipeline.run(temp);
    pipeline.run(temp.resolve("whole"));
    var gone = Folders.content(temp.resolve("whole"));
    Folders.delete(temp.resolve("whole"));
    assertThat(Folders.content(temp)).isEqualTo(gone);
  }

  @Test
  void endsWhenTheListenerThrows() {
    assertThatThrownBy(
            () ->
                overPairs(3)
                    .step(Given.everything("all"))
                    .build()
                    .run(
                        temp,
                        progress -> {
                          throw new IllegalStateException("enough");
                        }))
        .hasMessage("enough");
  }

  @Test
  void refusesOtherSettingsAndSourcesAndNamesWhatDiffers() {
    overPairs(3).step(Given.everything("all")).build().run(temp);

    assertThatThrownBy(() -> overPairs(4).step(Given.everySecond("half")).build().run(temp))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageStartingWith("the training set in " + temp + " cannot be gone on with: ")
        .hasMessageContaining("sources[1].pairs was 3 and is 4")
        .hasMessageContaining("steps[1].name was all and is half")
        .hasMessageContaining("steps[1].settings.seed was 7 and is none")
        .hasMessageEndingWith("take its settings and sources, or another folder");
  }

  @Test
  void refusesAFolderWithSomethingElse() throws IOException {
    Files.writeString(temp.resolve("letter.txt"), "Dear");

    assertThatThrownBy(() -> overPairs(1).build().run(temp))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining("holds letter.txt");
  }

  @Test
  void refusesAFolderThatAnotherRunIsAtWorkIn() {
    TrainingSetPipeline pipeline = overPairs(3).step(Given.everything("all")).build();

    assertThatThrownBy(() -> pipeline.run(temp, progress -> pipeline.run(temp)))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessage("another run is at work in " + temp);
  }

  @Test
  void theFileOfTheLockStaysBecauseItMayBeAnothersWhenItIsDeleted() {
    overPairs(3).step(Given.everything("all")).build().run(temp);

    assertThat(temp.resolve("run.lock")).exists();
  }

  @Test
  void refusesARecordThatIsBrokenInTheMiddle() throws IOException {
    TrainingSetPipeline pipeline = overPairs(5).step(Given.everything("all")).build();
    pipeline.run(temp);
    Path record = temp.resolve("1-all.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(record));
    lines.set(2, "{\"key\":");
    Files.write(record, lines);

    assertThatThrownBy(() -> pipeline.run(temp))
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageStartingWith(record + ", line 3: no JSON: ");
  }

  @Test
  void refusesARecordOfOtherPairs() throws IOException {
    TrainingSetPipeline pipeline = overPairs(2).step(Given.everySecond("half")).build();
    TrainingSetPipeline other =
        TrainingSetPipeline.builder()
            .source("train", Given.pairs(2))
            .step(Given.step("half", pair -> PairOutcome.kept(pair, "ok")))
            .build();
    pipeline.run(temp.resolve("a"));
    other.run(temp.resolve("b"));
    Path record = temp.resolve("b/1-half.jsonl");
    Files.writeString(
        record,
        "{\"key\":\"x:1\",\"action\":\"KEPT\",\"reason\":\"ok\"}\n",
        StandardOpenOption.TRUNCATE_EXISTING);

    assertThatThrownBy(() -> other.run(temp.resolve("b")))
        .hasMessage(record + ", line 1: the outcome must be of pair train:1, found x:1");
  }

  @Test
  void refusesAStepThatLosesAPairOrMixesThemUp() {
    PairStep mixed = Given.step("mixed", pair -> PairOutcome.kept(renamed(pair), "ok"));
    SetStep loses =
        new SetStep() {
          @Override
          public String name() {
            return "loses";
          }

          @Override
          public Map<String, String> settings() {
            return Map.of();
          }

          @Override
          public List<PairOutcome> apply(List<TrainingPair> pairs) {
            return List.of();
          }
        };

    assertThatThrownBy(() -> overPairs(2).step(loses).build().run(temp.resolve("a")))
        .hasMessage("step loses must give one outcome per pair, found 0 for 2 pairs");
    assertThatThrownBy(() -> overPairs(2).step(mixed).build().run(temp.resolve("b")))
        .hasMessage(
            "step mixed must give outcomes in the order of the pairs, found one of other in place"
                + " of train:1");
  }

  @Test
  void refusesAStepThatPassesTwoPairsOnWithOneKey() {
    PairStep twice =
        Given.step("twice", pair -> PairOutcome.generated(pair, List.of(pair, pair), "2"));

    assertThatThrownBy(() -> overPairs(1).step(twice).build().run(temp))
        .hasMessage(
            "step twice passes two pairs on with the key train:1; keys of new pairs must be new");
  }

  private static TrainingPair renamed(TrainingPair pair) {
    return new TrainingPair("other", pair.pair());
  }

  @Test
  void refusesAPipelineThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSetPipeline.builder().build())
        .withMessage("a training set needs at least one source, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overPairs(1).heldOut(new DatasetSplit("train", List.of())))
        .withMessage("sources and held-out splits need different names, found 'train' twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overPairs(1).step(Given.everything("../x")))
        .withMessageContaining("found '../x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overPairs(1).batchSize(0))
        .withMessage("batchSize must be at least 1, found 0");
  }
}
