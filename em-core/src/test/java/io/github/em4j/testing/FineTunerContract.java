package io.github.em4j.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.MatchLabel;
import io.github.em4j.Provenance;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningEvent;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningProgress;
import io.github.em4j.model.FineTuningProgress.State;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.model.Prompt;
import io.github.em4j.model.ValidationQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link FineTuner} promises. A module tests its fine-tuner by a subclass that says how
 * to make one.
 */
public abstract class FineTunerContract {

  /** Makes a fine-tuner. */
  protected abstract FineTuner createTuner();

  /** Options of a short run with whatever the fine-tuner needs, another folder at every call. */
  protected abstract FineTuningOptions.Builder options();

  /** Ten short questions, to learn and to validate on. */
  protected static FineTuningData data() {
    List<FineTuningExample> examples =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new FineTuningExample(
                        question(i), answer(i), Optional.of(MatchLabel.of(i % 2 == 0))))
            .toList();
    List<ValidationQuestion> validation =
        IntStream.range(10, 14)
            .mapToObj(i -> new ValidationQuestion(question(i), List.of("Yes", "No"), i % 2))
            .toList();
    return new FineTuningData("contract", examples, validation);
  }

  private static Prompt question(int i) {
    return Prompt.of("Is the printer x" + i + " the printer x" + (i - i % 2) + "?");
  }

  private static String answer(int i) {
    return i % 2 == 0 ? "Yes" : "No";
  }

  @Test
  final void makesAModel() {
    try (FineTuningRun run = createTuner().start(data(), options().epochs(2).build())) {
      FineTunedModel model = run.await();
      assertThat(run.id()).isNotBlank();
      assertThat(run.progress().state()).isEqualTo(State.SUCCEEDED);
      assertThat(run.await()).isEqualTo(model);
      assertThat(run.await(Duration.ZERO)).contains(model);
      assertThat(model.provenance().fact(Provenance.MODEL)).isPresent();
      assertThat(model.epochs())
          .extracting(EpochResult::epoch)
          .doesNotHaveDuplicates()
          .isSorted()
          .allSatisfy(epoch -> assertThat(epoch).isBetween(1, 2));
      model.bestEpoch().ifPresent(best -> assertThat(model.best()).isPresent());
      run.cancel();
      assertThat(run.progress().state()).isEqualTo(State.SUCCEEDED);
      run.close();
    }
  }

  @Test
  final void tellsTheListenerInOrderUntilTheEnd() {
    List<FineTuningEvent> events = Collections.synchronizedList(new ArrayList<>());
    try (FineTuningRun run =
        createTuner().start(data(), options().epochs(1).listener(events::add).build())) {
      run.await();
    }
    List<FineTuningProgress> progress = new ArrayList<>();
    for (FineTuningEvent event : events) {
      if (event instanceof FineTuningEvent.Progressed progressed) {
        progress.add(progressed.progress());
      } else if (event instanceof FineTuningEvent.EpochFinished finished) {
        progress.add(finished.progress());
      }
    }
    assertThat(progress).extracting(FineTuningProgress::step).isSorted();
    assertThat(progress)
        .filteredOn(snapshot -> snapshot.state().isFinal())
        .singleElement()
        .isSameAs(progress.get(progress.size() - 1))
        .extracting(FineTuningProgress::state)
        .isEqualTo(State.SUCCEEDED);
  }

  @Test
  final void givesNoModelOfACancelledRun() {
    CountDownLatch cancelled = new CountDownLatch(1);
    FineTuningOptions options =
        options().epochs(2).listener(event -> awaitUninterruptibly(cancelled)).build();
    try (FineTuningRun run = createTuner().start(data(), options)) {
      run.cancel();
      cancelled.countDown();
      assertThatThrownBy(run::await).isInstanceOf(FineTuningCancelledException.class);
      assertThatThrownBy(() -> run.await(Duration.ZERO))
          .isInstanceOf(FineTuningCancelledException.class);
      assertThat(run.progress().state()).isEqualTo(State.CANCELLED);
      assertThat(run.progress().state().isFinal()).isTrue();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  final void aListenerThatThrowsEndsTheRun() {
    FineTuningOptions options =
        options()
            .listener(
                event -> {
                  throw new EntityMatchingException("enough");
                })
            .build();
    try (FineTuningRun run = createTuner().start(data(), options)) {
      assertThatThrownBy(run::await)
          .isInstanceOf(EntityMatchingException.class)
          .hasMessageContaining("enough");
      assertThat(run.progress().state()).isEqualTo(State.FAILED);
    }
  }

  @Test
  final void refusesNull() {
    FineTuner tuner = createTuner();
    FineTuningOptions options = options().build();
    assertThatNullPointerException().isThrownBy(() -> tuner.start(nothing(), options));
    assertThatNullPointerException().isThrownBy(() -> tuner.start(data(), nothing()));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }
}
