package io.github.em4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.Em4jVersion;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.study.Recipe;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recipes of a study say of themselves, before any of them is prepared. */
final class StudyRecipesTest {
  @TempDir private Path folder;

  private StudyPlan plan(String... lines) {
    String settings = "test: a\ntrain: b\nmatchers:\n  " + String.join("\n  ", lines) + "\n";
    return StudyPlan.of(SettingsFile.parse(settings, "s.yaml"));
  }

  private Recipe recipe(String... lines) {
    StudyPlan plan = plan(lines);
    Dataset data = SyntheticBenchmark.products().testPairs(20).build().generate();
    RecordText text =
        RecordText.of(
            data.require(Dataset.TEST).pairs().stream().map(pair -> pair.pair()).toList(),
            Optional.empty(),
            List.of());
    StudyRecipes recipes =
        new StudyRecipes(
            plan, new StudyModels(plan, folder, new PrintWriter(new StringWriter(), true)));
    return recipes.of(plan.matchers().get(0), text, recipes.templates(plan.matchers().get(0)));
  }

  private Path checkpoint() {
    Path model = folder.resolve("model");
    assertThat(
            Program.run("make-checkpoint", "--shape", "tiny", "--out", model.toString()).status())
        .isZero();
    return model;
  }

  private static void writeAdapter(Path adapter, float value) {
    float[] matrix = new float[4 * 64];
    Arrays.fill(matrix, value);
    LoraAdapterWriter writer =
        new LoraAdapterWriter(new AdapterConfig(4, 8, false, Set.of("q_proj"), 0, "model"));
    for (int layer = 0; layer < 2; layer++) {
      writer.add("model.layers." + layer + ".self_attn.q_proj", 64, 64, matrix, matrix);
    }
    writer.write(adapter);
  }

  @Test
  void everySettingsNameTheVersion() {
    assertThat(recipe("c: {kind: classical}").settings())
        .isEqualTo(Map.of("em4j", Em4jVersion.current()));
    assertThat(recipe("t: {kind: lora, model: tiny}").settings())
        .containsEntry("em4j", Em4jVersion.current())
        .containsEntry("model", "tiny")
        .hasEntrySatisfying("checkpoint", hash -> assertThat(hash).hasSize(64));
  }

  @Test
  void otherFilesOfTheSameNamesAreOtherSettings() throws IOException {
    String model = checkpoint().toString();
    for (String kind : List.of("lora", "llama")) {
      String line = "m: {kind: %s, model: '%s'}".formatted(kind, model);
      Map<String, String> before = recipe(line).settings();
      assertThat(recipe(line).settings()).isEqualTo(before);

      Path config = Path.of(model, "config.json");
      Files.writeString(config, Files.readString(config) + " ");

      assertThat(recipe(line).settings().get("checkpoint")).isNotEqualTo(before.get("checkpoint"));
    }
  }

  @Test
  void anotherAdapterAtTheSamePlaceIsAnotherSetting() {
    Path adapter = folder.resolve("adapter");
    String line = "m: {kind: llama, model: '%s', adapter: '%s'}".formatted(checkpoint(), adapter);
    writeAdapter(adapter, 0.1f);
    Map<String, String> before = recipe(line).settings();

    writeAdapter(adapter, 0.2f);

    assertThat(recipe(line).settings().get("adapter sha256"))
        .hasSize(64)
        .isNotEqualTo(before.get("adapter sha256"));
  }

  @Test
  void eachHasBatchesOfItsOwn() {
    assertThat(recipe("c: {kind: classical}").batchSize()).hasValue(256);
    assertThat(recipe("t: {kind: lora, model: tiny}").batchSize()).hasValue(32);
    assertThat(
            recipe("s: {kind: openai, model: m, base-url: 'http://h/', concurrency: 16}")
                .batchSize())
        .hasValue(128);
  }

  @Test
  void aFolderThatIsNoCheckpointIsRefusedBeforeAnyWork() {
    Recipe recipe = recipe("m: {kind: llama, model: '%s'}".formatted(folder));
    assertThatThrownBy(recipe::settings)
        .isInstanceOf(EntityMatchingException.class)
        .hasMessageContaining(folder.toString());
  }
}
