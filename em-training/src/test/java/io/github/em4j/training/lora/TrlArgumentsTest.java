package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrlArgumentsTest {
  @TempDir private Path folder;

  private List<String> arguments(LoraOptions options, boolean hasValidation) {
    TrlData data =
        new TrlData(folder.resolve("data"), 200, 100, 0, new TrlBatches(4, 8, 120), hasValidation);
    try (RunFolder run = RunFolder.open(folder.resolve("run"))) {
      return TrlArguments.of(folder.resolve("base"), data, options, run);
    }
  }

  @Test
  void sayWhatTheOptionsSay() {
    List<String> arguments = arguments(LoraOptions.paper(), true);
    assertThat(arguments)
        .containsSequence("--model_name_or_path", folder.resolve("base").toString())
        .containsSequence("--dataset_name", folder.resolve("data").toString())
        .containsSequence("--output_dir", folder.resolve("run").resolve("work").toString())
        .containsSequence("--lora_r", "64", "--lora_alpha", "16", "--lora_dropout", "0.1")
        .containsSequence("--lora_target_modules", "q_proj", "v_proj")
        .containsSequence("--learning_rate", "2.0E-4", "--warmup_steps", "4")
        .containsSequence("--lr_scheduler_type", "linear", "--num_train_epochs", "10")
        .containsSequence("--gradient_accumulation_steps", "8")
        .containsSequence("--completion_only_loss", "True", "--max_length", "200")
        .containsSequence("--eval_strategy", "epoch")
        .containsSequence("--seed", "42");
  }

  @Test
  void nameASingleTargetTwiceLestItBeAnExpression() {
    LoraOptions options = LoraOptions.tiny().toBuilder().targetModules("v_proj").build();
    assertThat(arguments(options, false))
        .containsSequence("--lora_target_modules", "v_proj", "v_proj");
  }

  @Test
  void keepTheFloorOfEverySchedule() {
    assertThat(scheduled(Decay.COSINE, 0.25))
        .containsExactly("cosine_with_min_lr", "--lr_scheduler_kwargs", "{\"min_lr_rate\": 0.25}");
    assertThat(scheduled(Decay.LINEAR, 0.25))
        .containsExactly(
            "polynomial", "--lr_scheduler_kwargs", "{\"power\": 1.0, \"lr_end\": 0.125}");
    assertThat(scheduled(Decay.POLYNOMIAL, 0))
        .containsExactly(
            "polynomial", "--lr_scheduler_kwargs", "{\"power\": 2.0, \"lr_end\": 0.0}");
    assertThat(scheduled(Decay.COSINE, 0)).startsWith("cosine");
    assertThat(scheduled(Decay.LINEAR, 1)).startsWith("constant_with_warmup");
  }

  private List<String> scheduled(Decay decay, double floor) {
    LoraOptions options =
        LoraOptions.tiny().toBuilder().learningRate(0.5).schedule(decay, floor).build();
    List<String> arguments = arguments(options, false);
    int at = arguments.indexOf("--lr_scheduler_type");
    return arguments.subList(at + 1, at + 4);
  }

  @Test
  void turnASeedOfAnySizeIntoOneThatTrlTakes() {
    LoraOptions options = LoraOptions.tiny().toBuilder().seed(-1).build();
    assertThat(arguments(options, false)).containsSequence("--seed", "4294967295");
  }

  @Test
  void refuseADeviceWhichTrlChoosesItself() {
    LoraOptions options = LoraOptions.tiny().toBuilder().cuda(0).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> arguments(options, false))
        .withMessageStartingWith("TRL chooses the device itself");
  }

  @Test
  void leaveValidationOutWhereThereIsNone() {
    assertThat(arguments(LoraOptions.tiny(), false))
        .containsSequence("--eval_strategy", "no", "--save_strategy", "no")
        .doesNotContain("--load_best_model_at_end");
  }
}
