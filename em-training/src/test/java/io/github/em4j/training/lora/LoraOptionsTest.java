package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import org.junit.jupiter.api.Test;

final class LoraOptionsTest {

  @Test
  void thePaperIsAPreset() {
    assertThat(LoraOptions.paper().toMap())
        .containsEntry("rank", "64")
        .containsEntry("alpha", "16.0")
        .containsEntry("dropout", "0.1")
        .containsEntry("rank-stabilized", "false")
        .containsEntry("target modules", "q_proj, v_proj")
        .containsEntry("learning rate", "2.0E-4")
        .containsEntry("schedule", "LINEAR to 0.0")
        .containsEntry("warm-up", "share 0.03")
        .containsEntry(
            "optimizer", "AdamW, betas 0.9 and 0.999, epsilon 1.0E-8, weight decay 0.001")
        .containsEntry("maximal gradient norm", "1.0")
        .containsEntry("epochs", "10")
        .containsEntry("tokens per step", "9600")
        .containsEntry("seed", "42");
  }

  @Test
  void theRateRisesAndFallsAsThePresetSays() {
    LearningRateSchedule paper = LoraOptions.paper().schedule(1000);
    assertThat(paper.warmUpSteps()).isEqualTo(30);
    assertThat(paper.rate(0)).isCloseTo(2e-4 / 30, within(1e-12));
    assertThat(paper.rate(30)).isEqualTo(2e-4);
    assertThat(paper.rate(515)).isCloseTo(1e-4, within(1e-12));
    // Polynomial decay of power 1: every step takes off as much, down to nothing.
    for (int step = 30; step < 1000; step++) {
      assertThat(paper.rate(step) - paper.rate(step + 1)).isCloseTo(2e-4 / 970, within(1e-15));
    }
    assertThat(paper.rate(1000)).isZero();

    LearningRateSchedule tiny = LoraOptions.tiny().schedule(1000);
    assertThat(tiny.warmUpSteps()).isEqualTo(50);
    assertThat(tiny.rate(50)).isEqualTo(6e-4);
    assertThat(tiny.rate(1000)).isCloseTo(0.05 * 6e-4, within(1e-12));
  }

  @Test
  void thePowerOfAPolynomialIsAnOption() {
    LoraOptions cubic = LoraOptions.paper().toBuilder().polynomial(3, 0.1).build();
    assertThat(cubic.toMap()).containsEntry("schedule", "POLYNOMIAL of power 3.0 to 0.1");
    assertThat(cubic.toBuilder().build()).isEqualTo(cubic);
    assertThat(cubic.schedule(1000).rate(515)).isCloseTo(2e-4 * (0.1 + 0.9 / 8), within(1e-12));

    LoraOptions square = cubic.toBuilder().polynomial(2, 0).build();
    // As runs before the option was there noted it.
    assertThat(square.toMap()).containsEntry("schedule", "POLYNOMIAL to 0.0");
    assertThat(square)
        .isEqualTo(LoraOptions.paper().toBuilder().schedule(Decay.POLYNOMIAL, 0).build());
  }

  @Test
  void aShortRunIsNotAllWarmUp() {
    assertThat(LoraOptions.tiny().schedule(30).warmUpSteps()).isEqualTo(10);
    assertThat(LoraOptions.tiny().schedule(1).warmUpSteps()).isZero();
  }

  @Test
  void whatARunSaysComesBeforeTheOptions() {
    LoraOptions changed =
        LoraOptions.tiny()
            .with(
                FineTuningOptions.builder()
                    .epochs(7)
                    .seed(5)
                    .batchSize(6)
                    .learningRateMultiplier(0.5)
                    .build());
    LoraOptions expected =
        LoraOptions.tiny().toBuilder()
            .epochs(7)
            .seed(5)
            .batch(6, Integer.MAX_VALUE)
            .learningRate(3e-4)
            .build();
    assertThat(changed).isEqualTo(expected);
    assertThat(LoraOptions.tiny().with(FineTuningOptions.DEFAULTS)).isEqualTo(LoraOptions.tiny());
  }

  @Test
  void allLinearIsAllSevenLayers() {
    assertThat(
            LoraOptions.paper().toBuilder().targetModules("all-linear").build().adapter.targets())
        .hasSize(7);
  }

  @Test
  void refusesWhatCannotBe() {
    LoraOptionsBuilder builder = LoraOptions.tiny().toBuilder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.learningRate(0))
        .withMessage("the learning rate must be positive, found 0");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.learningRate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.schedule(Decay.LINEAR, 1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.polynomial(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.warmUpShare(-0.1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.batch(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxLength(1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.targetModules("lm_head"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.dropout(1));
  }

  @Test
  void usedUpMemoryNamesTheOptionsThatHelp() {
    EntityMatchingException runtime =
        new EntityMatchingException("ONNX Runtime failed: std::bad_alloc");
    for (Throwable failure :
        new Throwable[] {
          runtime, new OutOfMemoryError("Cannot reserve 4096 bytes of direct buffer memory")
        }) {
      assertThat(TrainingFailures.explained(failure, LoraOptions.tiny(), "at step 5"))
          .hasMessageContaining("step 5")
          .hasMessageContaining("microBatchTokens (now 2048)")
          .hasMessageContaining("checkpointing")
          .hasMessageContaining("maxLength (now 512)")
          .hasMessageContaining("rank (now 16)")
          .hasCause(failure);
    }
    EntityMatchingException other = new EntityMatchingException("the disk is full");
    assertThat(TrainingFailures.explained(other, LoraOptions.tiny(), "at step 5")).isSameAs(other);
  }
}
