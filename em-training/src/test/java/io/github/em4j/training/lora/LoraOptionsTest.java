package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
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
  void aGpuComputesAStepAsAWholeInBrainFloats() {
    LoraOptions gpu = LoraOptions.paper().toBuilder().cuda(1).build();
    assertThat(gpu.toMap())
        .containsEntry("device", "cuda")
        .containsEntry("precision", "BF16")
        .containsEntry("micro-batch tokens", "no limit");
    assertThat(gpu.toBuilder().microBatchTokens(4096).build().toMap())
        .containsEntry("micro-batch tokens", "4096")
        .isEqualTo(LoraOptions.paper().toBuilder().microBatchTokens(4096).cuda(1).build().toMap());
    assertThat(gpu.toBuilder().build()).isEqualTo(gpu);
    // Another GPU goes on with the same run.
    LoraOptions other = gpu.toBuilder().cuda(0).build();
    assertThat(other).isNotEqualTo(gpu);
    assertThat(other.toMap()).isEqualTo(gpu.toMap());
    // As runs noted it before there was a choice.
    assertThat(LoraOptions.paper().toMap())
        .containsEntry("micro-batch tokens", "960")
        .doesNotContainKeys("device", "precision");
  }

  @Test
  void whatADeviceDoesNotTrainInIsRefused() {
    LoraOptionsBuilder builder = LoraOptions.tiny().toBuilder().precision(Precision.BF16);
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(
            "on cpu one trains in [FP32], found BF16: ONNX Runtime has too few operators in BF16"
                + " there");
    builder.cuda(0).build();
    builder.precision(Precision.FP16);
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessage(
            "on cuda:0 one trains in [BF16, FP32], found FP16: gradients below 6e-8 would be lost"
                + " and those above 65504 infinite");
    builder.precision(Precision.FP32);
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith("on cuda:0 one trains in [BF16], found FP32")
        .withMessageContaining("validation");
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
    LoraOptions gpu =
        LoraOptions.tiny().toBuilder().device(Device.cuda(0).withMemoryLimit(1 << 30)).build();
    EntityMatchingException allocation =
        new EntityMatchingException(
            "ONNX Runtime failed: Available memory of 12 is smaller than requested bytes of 34");
    assertThat(TrainingFailures.explained(allocation, gpu, "at step 1"))
        .hasMessageStartingWith("the memory of cuda:0 (1073741824 bytes) or of Java was used up")
        .hasMessageContaining("microBatchTokens (now no limit)")
        .hasMessageContaining("a higher memory limit");
    EntityMatchingException other = new EntityMatchingException("the disk is full");
    assertThat(TrainingFailures.explained(other, LoraOptions.tiny(), "at step 5")).isSameAs(other);
  }

  @Test
  void threadsDecideTheBitsOfARunOnTheCpuAlone() {
    int cores = Runtime.getRuntime().availableProcessors();
    assertThat(LoraOptions.tiny().facts()).containsEntry("threads", Integer.toString(cores));
    assertThat(LoraOptions.tiny().toBuilder().threads(3).build().facts())
        .containsEntry("threads", "3");
    assertThat(LoraOptions.tiny().toBuilder().device(Device.cuda(0)).build().facts())
        .doesNotContainKey("threads");
  }
}
