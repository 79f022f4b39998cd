package io.github.em4j.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningExample;
import io.github.em4j.model.Message;
import io.github.em4j.model.Prompt;
import io.github.em4j.training.lora.LongExamplePolicy;
import io.github.em4j.training.lora.LoraOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FineTuningExportTest {
  @TempDir private Path folder;

  private static FineTuningData dataFor(ExportTarget target) {
    return target == ExportTarget.PROMPT_COMPLETION ? ExportData.INLINE_DATA : ExportData.DATA;
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(FineTuningExportTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesTheGoldenFiles(ExportTarget target) throws IOException {
    ExportedFiles written = FineTuningExport.of(dataFor(target)).write(target, folder);
    assertThat(written.files()).isNotEmpty();
    for (Path file : written.files()) {
      String name = target.label() + "/" + file.getFileName();
      assertThat(Files.readString(file)).as(name).isEqualTo(golden(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsWhatItWrote(ExportTarget target) {
    FineTuningData data = dataFor(target);
    ExportedFiles written = FineTuningExport.of(data).write(target, folder);
    assertThat(written.examples()).isEqualTo(data.examples().size());
    assertThat(written.validation()).isEqualTo(data.validation().size());
    assertThat(target.format().read(written.files().get(0))).hasSameSizeAs(data.examples());
  }

  @Test
  void leavesNoValidationOfAnEarlierExport() {
    FineTuningExport.of(ExportData.DATA).write(ExportTarget.OPENAI, folder);
    FineTuningData less = new FineTuningData("less", ExportData.DATA.examples(), List.of());
    FineTuningExport.of(less).write(ExportTarget.OPENAI, folder);
    assertThat(folder.resolve("validation.jsonl")).doesNotExist();
  }

  @Test
  void asksForBatchesOfTheSizeThatTheOptionsSay() throws IOException {
    // 400 examples of 100 tokens, at most 9,600 a step: 5 steps of 80, computed 9 at a time.
    FineTuningExample example = new FineTuningExample(Prompt.of("x".repeat(340)), "Yes!");
    FineTuningData data =
        new FineTuningData("many", java.util.Collections.nCopies(400, example), List.of());
    FineTuningExport.of(data).write(ExportTarget.TRL, folder);
    JsonNode config = new YAMLMapper().readTree(folder.resolve("trl.yaml").toFile());
    int micro = config.get("per_device_train_batch_size").asInt();
    int accumulation = config.get("gradient_accumulation_steps").asInt();
    assertThat(micro).isLessThanOrEqualTo(9);
    assertThat(micro * accumulation).isBetween(80, 90);
    assertThat(config.get("warmup_steps").asInt()).isEqualTo(2);
  }

  @Test
  void leavesValidationOutWhereThereIsNone() throws IOException {
    FineTuningExport.of(ExportData.INLINE_DATA).write(ExportTarget.LLAMA_FACTORY, folder);
    JsonNode config = new YAMLMapper().readTree(folder.resolve("llama_factory.yaml").toFile());
    assertThat(config.get("eval_strategy").asText()).isEqualTo("no");
    assertThat(config.has("eval_dataset")).isFalse();
    assertThat(config.has("load_best_model_at_end")).isFalse();
  }

  @Test
  void saysSmallAndWholeNumbersAsYamlUnderstandsThem() throws IOException {
    LoraOptions options = LoraOptions.paper().toBuilder().maxGradientNorm(3).build();
    FineTuningExport.of(ExportData.DATA).options(options).write(ExportTarget.TRL, folder);
    assertThat(Files.readString(folder.resolve("trl.yaml")))
        .contains("\nlearning_rate: 0.0002\n", "\nadam_epsilon: 0.00000001\n")
        .contains("\nmax_grad_norm: 3\n", "\nlora_alpha: 16\n");
  }

  @Test
  void tellsAxolotlToDropWhatTheOptionsDrop() throws IOException {
    LoraOptions options =
        LoraOptions.paper().toBuilder().longExamples(LongExamplePolicy.DROP).build();
    FineTuningExport.of(ExportData.DATA).options(options).write(ExportTarget.AXOLOTL, folder);
    assertThat(Files.readString(folder.resolve("axolotl.yaml")))
        .contains("excess_length_strategy: \"drop\"");
  }

  @Test
  void refusesWhatATrainerCannotDo() {
    LoraOptions options = LoraOptions.paper().toBuilder().earlyStopping(2).build();
    assertThatThrownBy(
            () ->
                FineTuningExport.of(ExportData.DATA)
                    .options(options)
                    .write(ExportTarget.TRL, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("early stopping");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void refusesConversationsThatLlamaFactoryWouldPassOver() {
    FineTuningExample odd =
        new FineTuningExample(new Prompt(List.of(Message.user("a"), Message.user("b"))), "Yes");
    FineTuningData data = new FineTuningData("odd", List.of(odd), List.of());
    assertThatThrownBy(() -> FineTuningExport.of(data).write(ExportTarget.LLAMA_FACTORY, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[USER, USER]");
  }

  @ParameterizedTest
  @EnumSource
  void knowsATargetByItsLabel(ExportTarget target) {
    assertThat(ExportTarget.of(target.label())).contains(target);
    assertThat(ExportTarget.of(target.label() + "x")).isEmpty();
  }
}
