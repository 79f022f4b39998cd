package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.onnx.checkpoint.LoraAdapter.Update;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoraAdapterTest {
  private static final LlamaConfig BASE = Shape.TINY.config();
  private static final String PLAIN =
      "{'peft_type': 'LORA', 'task_type': 'CAUSAL_LM', 'r': 4, 'lora_alpha': 16, 'target_modules': ['q_proj', 'v_proj'], 'modules_to_save': null, 'loftq_config': {}, 'bias': 'none', 'inference_mode': true}";

  @SuppressWarnings("ArrayRecordComponent")
  private record Matrices(String module, int in, int out, float[] down, float[] up) {}

  @TempDir private Path folder = Path.of("");

  @Test
  void readsBackWhatItWrote() {
    var config = new AdapterConfig(4, 10, true, Set.of("q_proj", "v_proj"), 0.1, "base");
    var writer = new LoraAdapterWriter(config);
    for (Matrices one : matrices(4, "self_attn.q_proj", "self_attn.v_proj")) {
      writer.add(one.module(), one.in(), one.out(), one.down(), one.up());
    }
    writer.write(folder);
    LoraAdapter adapter = LoraAdapter.open(folder, BASE);
    assertThat(adapter.config()).isEqualTo(config);
    assertThat(adapter.updates().keySet())
        .containsExactly(
            "model.layers.0.self_attn.q_proj",
            "model.layers.0.self_attn.v_proj",
            "model.layers.1.self_attn.q_proj",
            "model.layers.1.self_attn.v_proj");
    Update update = update(adapter, "model.layers.1.self_attn.v_proj");
    assertThat(update.scale()).isEqualTo(5);
    assertThat(update.rank()).isEqualTo(4);
    assertThat(update.down().name())
        .isEqualTo("base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight");
    assertThat(update.down().shape()).containsExactly(4L, 64L);
    assertThat(update.up().shape()).containsExactly(32L, 4L);
    assertThat(update.up().read()).containsOnly(2);
  }

  @Test
  void hasAnIdentityOfAllItsBytes() throws IOException {
    write(PLAIN, 4, "self_attn.q_proj", "self_attn.v_proj");
    String sha256 = LoraAdapter.open(folder, BASE).sha256();
    Path weights = folder.resolve("adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    assertThat(LoraAdapter.open(folder, BASE).sha256()).isNotEqualTo(sha256);
  }

  @Test
  void scalesByTheRankOrItsRoot() {
    assertThat(AdapterConfig.allLinear(16, 32).scale()).isEqualTo(2);
    assertThat(new AdapterConfig(16, 32, true, Set.of("q_proj"), 0, "").scale()).isEqualTo(8);
  }

  @Test
  void readsAllLinearAndRegularExpressions() throws IOException {
    write(
        PLAIN.replace("['q_proj', 'v_proj']", "'all-linear'"),
        4,
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "mlp.gate_proj",
        "mlp.up_proj",
        "mlp.down_proj");
    assertThat(LoraAdapter.open(folder, BASE).updates()).hasSize(14);
    write(
        PLAIN.replace("['q_proj', 'v_proj']", "'.*self_attn\\\\.(q|k)_proj'"),
        4,
        "self_attn.q_proj",
        "self_attn.k_proj");
    assertThat(LoraAdapter.open(folder, BASE).config().targets())
        .containsExactlyInAnyOrder("q_proj", "k_proj");
  }

  @Test
  void readsPatternsOfRankAndAlphaAndSingleLayers() throws IOException {
    var matrices = new ArrayList<Matrices>();
    matrices.add(matrix(1, "self_attn.q_proj", 2));
    matrices.add(matrix(1, "self_attn.v_proj", 4));
    String json =
        PLAIN.replace(
            "'bias'",
            "'layers_to_transform': [1], 'rank_pattern': {'q_proj': 2}, 'alpha_pattern': {'layers.1.self_attn.v_proj': 2}, 'bias'");
    writeMatrices(json, matrices);
    Map<String, Update> updates = LoraAdapter.open(folder, BASE).updates();
    assertThat(updates).hasSize(2);
    LoraAdapter adapter = LoraAdapter.open(folder, BASE);
    assertThat(update(adapter, "model.layers.1.self_attn.q_proj").scale()).isEqualTo(8);
    assertThat(update(adapter, "model.layers.1.self_attn.q_proj").rank()).isEqualTo(2);
    assertThat(update(adapter, "model.layers.1.self_attn.v_proj").scale()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'use_dora': true|use_dora is true: DoRA rescales",
        "'fan_in_fan_out': true|fan_in_fan_out is true",
        "'lora_bias': true|without biases",
        "'bias': 'all'|bias is 'all'",
        "'modules_to_save': ['lm_head']|modules_to_save is [\"lm_head\"]: whole modules",
        "'peft_type': 'IA3'|peft_type is 'IA3'; em4j reads LORA",
        "'task_type': 'SEQ_CLS'|task_type is 'SEQ_CLS'",
        "'r': 0|r has to be a whole number from 1",
        "'r': 1.5|r has to be a whole number",
        "'lora_alpha': NaN|not valid JSON",
        "'lora_alpha': 1e999|finite number",
        "'lora_dropout': 1.5|lora_dropout must be in [0, 1)",
        "'target_modules': ['embed_tokens']|names 'embed_tokens'; em4j adapts the linear layers [q_proj",
        "'target_modules': '(('|not a regular expression",
        "'target_modules': 'nothing'|names no linear layer",
        "'layers_to_transform': [2]|names layer 2; the base model has 2",
        "'rank_pattern': {'q_proj': 2.5}|whole numbers",
        "'trainable_token_indices': [1]|rows of the embedding",
      })
  void refusesAnAdapterThatItDoesNotCompute(String field, String message) throws IOException {
    String name = field.substring(0, field.indexOf(':'));
    String others = PLAIN.replaceAll(name + ": (\\[[^]]*]|[^,}]+)(, )?", "");
    write(others.replace("{'", "{" + field + ", '"), 4, "self_attn.q_proj", "self_attn.v_proj");
    assertThatThrownBy(() -> LoraAdapter.open(folder, BASE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("adapter_config.json")
        .hasMessageContaining(message);
  }

  @Test
  void refusesMatricesThatDoNotFit() throws IOException {
    write(PLAIN, 8, "self_attn.q_proj", "self_attn.v_proj");
    assertRefused("shape [8, 64]; the base model and the rank ask for [4, 64]");
    write(PLAIN, 4, "self_attn.q_proj");
    assertRefused("lacks lora_A or lora_B of model.layers.0.self_attn.v_proj");
    write(PLAIN, 4, "self_attn.q_proj", "self_attn.v_proj", "mlp.up_proj");
    assertRefused("does not ask for: base_model.model.model.layers.0.mlp.up_proj.lora_A.weight");
    Files.delete(folder.resolve("adapter_model.safetensors"));
    assertRefused("pickled adapters are not read");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> LoraAdapter.open(folder, BASE))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message);
  }

  private static Update update(LoraAdapter adapter, String module) {
    Update update = adapter.updates().get(module);
    if (update == null) {
      throw new AssertionError("no update of " + module);
    }
    return update;
  }

  private void write(String json, int rank, String... modules) throws IOException {
    writeMatrices(json, matrices(rank, modules));
  }

  private void writeMatrices(String json, List<Matrices> matrices) throws IOException {
    var writer = new SafetensorsWriter();
    for (Matrices one : matrices) {
      long rank = one.down().length / one.in();
      String name = "base_model.model." + one.module();
      writer.add(
          name + ".lora_A.weight", TensorType.F32, List.of(rank, (long) one.in()), one.down());
      writer.add(
          name + ".lora_B.weight", TensorType.F32, List.of((long) one.out(), rank), one.up());
    }
    writer.write(folder.resolve("adapter_model.safetensors"));
    Files.writeString(folder.resolve("adapter_config.json"), json.replace('\'', '"'));
  }

  private static List<Matrices> matrices(int rank, String... modules) {
    var matrices = new ArrayList<Matrices>();
    for (int layer = 0; layer < 2; layer++) {
      for (String module : modules) {
        matrices.add(matrix(layer, module, rank));
      }
    }
    return matrices;
  }

  private static Matrices matrix(int layer, String module, int rank) {
    int in = module.endsWith("down_proj") ? 160 : 64;
    int out =
        switch (module) {
          case "self_attn.k_proj", "self_attn.v_proj" -> 32;
          case "mlp.gate_proj", "mlp.up_proj" -> 160;
          default -> 64;
        };
    float[] down = new float[rank * in];
    float[] up = new float[out * rank];
    Arrays.fill(down, 1);
    Arrays.fill(up, layer + 1);
    return new Matrices("model.layers." + layer + "." + module, in, out, down, up);
  }
}
