package io.github.em4j.training.selection.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatcher;
import io.github.em4j.Provenance;
import io.github.em4j.TextExplanation;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.model.ModelId;
import io.github.em4j.prompts.PromptedMatcher;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.testing.ScriptedModel;
import io.github.em4j.training.selection.TrainingPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FineTunedLearnerTest {
  @TempDir private Path folder;

  private final DatasetSplit validation =
      new DatasetSplit("valid", List.of(Titles.match("lamp", "a lamp")));
  private final List<TrainingPair> train =
      Titles.keyed(
          "train",
          List.of(Titles.match("desk lamp", "lamp"), Titles.nonMatch("desk lamp", "radio")));

  /** Remembers what it was given; its run takes two looks, and as many to end where it is told. */
  private static final class Memoriser implements FineTuner {
    private Optional<FineTuningData> data = Optional.empty();
    private Optional<FineTuningOptions> options = Optional.empty();
    private boolean closed;

    @Override
    public FineTuningRun start(FineTuningData itsData, FineTuningOptions itsOptions) {
      data = Optional.of(itsData);
      options = Optional.of(itsOptions);
      return new FineTuningRun() {
        private int looks;
        private boolean cancelled;

        @Override
        public String id() {
          return "memoriser";
        }

        @Override
        public FineTuningProgress progress() {
          return new FineTuningProgress(
              FineTuningProgress.State.RUNNING,
              0,
              OptionalLong.empty(),
              0,
              Duration.ZERO,
              Optional.empty());
        }

        @Override
        public FineTunedModel await() {
          return new FineTunedModel(
              new ModelId("test", "memoriser"),
              itsOptions.output(),
              OptionalInt.empty(),
              List.of(),
              Map.of(),
              Provenance.of("memoriser"));
        }

        @Override
        public Optional<FineTunedModel> await(Duration timeout) {
          if (++looks < 2) {
            return Optional.empty();
          }
          if (cancelled) {
            throw new FineTuningCancelledException("cancelled");
          }
          return Optional.of(await());
        }

        @Override
        public void cancel() {
          assertThat(cancelled).as("is told once").isFalse();
          cancelled = true;
        }

        @Override
        public void close() {
          closed = true;
        }
      };
    }
  }

  private final Memoriser tuner = new Memoriser();

  private FineTunedLearner.Builder learner() {
    return FineTunedLearner.builder(
        "memoriser of words",
        tuner,
        tuned -> {
          assertThat(tuned.folder()).contains(folder.resolve("model"));
          return matcher();
        });
  }

  private static EntityMatcher matcher() {
    return PromptedMatcher.builder(ScriptedModel.answering("Yes")).build();
  }

  private LearningTask task(boolean cancelled) {
    return new LearningTask("round-2", train, validation, folder, () -> cancelled);
  }

  @Test
  void fineTunesInAFolderOfTheTaskAndMakesAMatcherOfTheModel() {
    var options =
        FineTuningOptions.builder().epochs(5).seed(7).output(Path.of("elsewhere")).build();

    try (EntityMatcher matcher = learner().options(options).build().learn(task(false))) {
      assertThat(matcher.match(train.get(0).pair().pair()).isMatch()).isTrue();
    }

    FineTuningData data = tuner.data.orElseThrow();
    assertThat(data.name()).isEqualTo("round-2");
    assertThat(data.examples())
        .extracting(FineTuningExample::completion)
        .containsExactly("Yes", "No");
    assertThat(data.validation()).hasSize(1);
    FineTuningOptions given = tuner.options.orElseThrow();
    assertThat(given.output()).contains(folder.resolve("model"));
    assertThat(given.epochs()).hasValue(5);
    assertThat(given.seed()).hasValue(7);
    assertThat(given.batchSize()).isEmpty();
    assertThat(tuner.closed).isTrue();
  }

  @Test
  void cancelsTheFineTuning() {
    assertThatThrownBy(() -> learner().build().learn(task(true)))
        .isInstanceOf(FineTuningCancelledException.class);
    assertThat(tuner.closed).isTrue();
  }

  @Test
  void learnsExplanationsWhereItIsToldToAndMissesThemByKey() {
    PairLearner explaining = learner().explanation(ExplanationKind.LONG_TEXTUAL).build();
    var explained =
        new LearningTask(
            "explained",
            List.of(train.get(0).explained(new TextExplanation("both are lamps"))),
            validation,
            folder,
            () -> false);

    explaining.learn(explained).close();

    assertThat(tuner.data.orElseThrow().examples().get(0).completion())
        .startsWith("Yes")
        .contains("both are lamps");
    assertThatThrownBy(() -> explaining.learn(task(false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pair train:1 has no explanation");
  }

  @Test
  void tellsInItsSettingsWhatMatchersDependOn() {
    PairLearner plain = learner().options(FineTuningOptions.builder().epochs(5).build()).build();

    assertThat(plain.settings())
        .containsEntry("learner", "memoriser of words")
        .containsEntry("epochs", "5")
        .containsEntry("bothOrders", "false")
        .containsKeys("template", "serializer", "demonstrations")
        .doesNotContainKey(Provenance.VERSION)
        .isNotEqualTo(learner().bothOrders(true).build().settings());
  }
}
