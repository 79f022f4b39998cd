package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void opensALlamaWithATiedHead() throws IOException {
    TinyCheckpoint.write(folder, TinyCheckpoint.LLAMA);
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertThat(checkpoint.config().architecture()).isEqualTo(Architecture.LLAMA);
    assertThat(checkpoint.config().ropeTheta()).isEqualTo(500_000);
    assertThat(checkpoint.endTokens()).containsExactly(2, 3);
    DecoderWeights weights = checkpoint.weights();
    assertThat(weights.head()).isEqualTo(weights.embedding());
    assertThat(weights.layers()).hasSize(2);
    assertThat(weights.layers().get(1).down().weight().name())
        .isEqualTo("model.layers.1.mlp.down_proj.weight");
    assertThat(weights.layers().get(0).query().bias()).isEmpty();
    assertThat(weights.layers().get(0).queryNorm()).isEmpty();
  }

  @Test
  void opensTheBiasesOfQwen2AndTheNormsOfQwen3() throws IOException {
    String qwen2 =
        TinyCheckpoint.with(TinyCheckpoint.LLAMA, "architectures", "[\"Qwen2ForCausalLM\"]");
    TinyCheckpoint.write(folder, TinyCheckpoint.with(qwen2, "tie_word_embeddings", "false"));
    DecoderWeights weights = Checkpoint.open(folder).weights();
    assertThat(weights.layers().get(1).key().bias()).isPresent();
    assertThat(weights.layers().get(1).output().bias()).isEmpty();
    assertThat(weights.head().name()).isEqualTo("lm_head.weight");

    TinyCheckpoint.write(folder, TinyCheckpoint.qwen3());
    assertThat(Checkpoint.open(folder).weights().layers().get(0).keyNorm()).isPresent();
  }

  @Test
  void takesTheEndTokensOfTheGenerationConfigFirst() throws IOException {
    TinyCheckpoint.write(folder, TinyCheckpoint.LLAMA);
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 5}");
    assertThat(Checkpoint.open(folder).endTokens()).containsExactly(5);
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 12}");
    assertRefused().hasMessageContaining("eos_token_id is 12; the vocabulary has 12 tokens");
  }

  @Test
  void opensShards() throws IOException {
    writeShards(TinyCheckpoint.shapes(folder, TinyCheckpoint.LLAMA));
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertThat(checkpoint.tensors()).hasSize(20);
    assertThat(checkpoint.weights().embedding().file().getFileName())
        .hasToString("model-1.safetensors");
    assertThat(checkpoint.weights().finalNorm().file().getFileName())
        .hasToString("model-2.safetensors");
  }

  @Test
  void refusesShardsThatDoNotFitTheirIndex() throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoint.shapes(folder, TinyCheckpoint.LLAMA);
    writeShards(shapes);
    Path second = folder.resolve("model-2.safetensors");
    byte[] whole = Files.readAllBytes(second);
    Files.write(second, java.util.Arrays.copyOf(whole, whole.length - 5));
    assertRefused().hasMessageContaining("model-2.safetensors").hasMessageContaining("cut off");
    Files.delete(second);
    assertRefused().hasMessageContaining("holds no model-2.safetensors");
    TinyCheckpoint.writeWeights(second, Map.of("model.norm.weight", List.of(8L)));
    assertRefused().hasMessageContaining("names tensors that their files do not hold");
    TinyCheckpoint.writeWeights(second, shapes);
    assertRefused().hasMessageContaining("the index does not place there");
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"../model.safetensors\"}}");
    assertRefused().hasMessageContaining("only files of the folder itself");
    Files.writeString(index, "{\"weight_map\": {\"a\": 3}}");
    assertRefused().hasMessageContaining("has to be a text");
    Files.writeString(index, "{}");
    assertRefused().hasMessageContaining("weight_map is missing");
  }

  @Test
  void namesMissingAndUnexpectedTensorsAndWrongShapes() throws IOException {
    Map<String, List<Long>> shapes = TinyCheckpoint.shapes(folder, TinyCheckpoint.LLAMA);
    Path file = folder.resolve("model.safetensors");
    var fewer = new TreeMap<>(shapes);
    fewer.remove("model.layers.1.mlp.up_proj.weight");
    TinyCheckpoint.writeWeights(file, fewer);
    assertRefused().hasMessageContaining("lacks tensors: model.layers.1.mlp.up_proj.weight");
    var more = new TreeMap<>(shapes);
    more.put("model.layers.0.self_attn.o_proj.bias", List.of(8L));
    TinyCheckpoint.writeWeights(file, more);
    assertRefused()
        .hasMessageContaining(
            "LlamaForCausalLM has no use for: model.layers.0.self_attn.o_proj.bias");
    var other = new TreeMap<>(shapes);
    other.put("model.norm.weight", List.of(2L, 4L));
    TinyCheckpoint.writeWeights(file, other);
    assertRefused().hasMessageContaining("shape [2, 4]; the configuration asks for [8]");
    var harmless = new TreeMap<>(shapes);
    harmless.put("model.layers.0.self_attn.rotary_emb.inv_freq", List.of(1L));
    harmless.put("lm_head.weight", List.of(12L, 8L));
    TinyCheckpoint.writeWeights(file, harmless);
    assertThat(Checkpoint.open(folder).tensors()).hasSize(22);
  }

  @Test
  void saysWhichWeightsItReadsWhenThereAreOthersOnly() throws IOException {
    Files.writeString(folder.resolve("config.json"), TinyCheckpoint.LLAMA);
    Files.write(folder.resolve("pytorch_model.bin"), new byte[10]);
    assertRefused()
        .hasMessageContaining("neither model.safetensors nor")
        .hasMessageContaining("pickled");
    Files.delete(folder.resolve("config.json"));
    assertRefused().hasMessageContaining("holds no config.json");
    assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none")))
        .hasMessageContaining("no such folder");
  }

  @Test
  void followsLinksInsideTheFolderAndTheCacheOfTheHubButNotOut() throws IOException {
    Path repository = folder.resolve("models--a--b");
    Path blobs = Files.createDirectories(repository.resolve("blobs"));
    Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123"));
    TinyCheckpoint.write(blobs, TinyCheckpoint.LLAMA);
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../blobs/" + name));
    }
    Checkpoint checkpoint = Checkpoint.open(snapshot);
    assertThat(checkpoint.weights().embedding().file())
        .isEqualTo(blobs.toRealPath().resolve("model.safetensors"));
    Path byLink = Files.createSymbolicLink(folder.resolve("link"), snapshot);
    assertThat(Checkpoint.open(byLink).fingerprint()).isEqualTo(checkpoint.fingerprint());

    Path secret = Files.writeString(folder.resolve("secret.json"), TinyCheckpoint.LLAMA);
    Files.delete(snapshot.resolve("config.json"));
    Files.createSymbolicLink(snapshot.resolve("config.json"), secret);
    assertThatThrownBy(() -> Checkpoint.open(snapshot))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("leaves the checkpoint");
    Files.delete(snapshot.resolve("config.json"));
    Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("nowhere"));
    assertThatThrownBy(() -> Checkpoint.open(snapshot)).hasMessageContaining("leads nowhere");
  }

  @Test
  void doesNotTakeALinkedFolderForTheBlobsOfTheCache() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    TinyCheckpoint.write(outside, TinyCheckpoint.LLAMA);
    Path snapshot = Files.createDirectories(folder.resolve("repository/snapshots/0123"));
    Files.createSymbolicLink(folder.resolve("repository/blobs"), outside);
    Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/config.json"));
    assertThatThrownBy(() -> Checkpoint.open(snapshot))
        .hasMessageContaining("leaves the checkpoint");
  }

  @Test
  void tellsCheckpointsOfOneShapeApart() throws IOException {
    TinyCheckpoint.write(folder, TinyCheckpoint.LLAMA);
    Checkpoint checkpoint = Checkpoint.open(folder);
    String fingerprint = checkpoint.fingerprint();
    String sha256 = checkpoint.sha256();
    assertThat(Checkpoint.open(folder).fingerprint()).isEqualTo(fingerprint);
    Path file = folder.resolve("model.safetensors");
    byte[] weights = Files.readAllBytes(file);
    weights[weights.length - 1] ^= 1;
    Files.write(file, weights);
    assertThat(Checkpoint.open(folder).fingerprint()).isNotEqualTo(fingerprint);
    assertThat(Checkpoint.open(folder).sha256()).isNotEqualTo(sha256);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "architectures|['GPT2LMHeadModel']|names GPT2LMHeadModel; em4j computes LlamaForCausalLM, MistralForCausalLM",
        "architectures|[]|names none",
        "hidden_size|NaN|not valid JSON",
        "hidden_size|'8'|whole number",
        "hidden_size|8.5|whole number",
        "hidden_size|0|from 1 to",
        "hidden_size|99999999999999|from 1 to",
        "num_hidden_layers|2000000000|from 1 to 4096",
        "rms_norm_eps|NaN|not valid JSON",
        "rms_norm_eps|1e999|finite number",
        "rms_norm_eps|-1e-5|positive number",
        "rope_theta|Infinity|not valid JSON",
        "rope_theta|0|positive number",
        "num_key_value_heads|3|must divide",
        "head_dim|3|must be even",
        "hidden_act|'gelu'|computes silu",
        "attention_bias|true|computes biases only",
        "quantization_config|{'quant_method':'awq'}|reads weights in [F32, F16, BF16] only",
        "rope_scaling|{'type':'linear','factor':2.0}|'linear'; em4j computes default and llama3",
        "rope_scaling|{'rope_type':'llama3'}|rope_scaling.low_freq_factor is missing",
        "rope_parameters|{'rope_type':'yarn'}|rope_parameters.rope_type is 'yarn'",
        "vocab_size|null|vocab_size is missing",
      })
  void refusesAConfigurationThatItDoesNotCompute(String field, String value, String message)
      throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file, TinyCheckpoint.with(TinyCheckpoint.LLAMA, field, value.replace('\'', '"')));
    assertThatThrownBy(() -> ConfigReader.read(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void fillsInTheDefaultsOfTheTransformersLibrary() throws IOException {
    LlamaConfig llama = config("LlamaForCausalLM", "");
    assertThat(llama.keyValueHeads()).isEqualTo(8);
    assertThat(llama.headSize()).isEqualTo(8);
    assertThat(llama.ropeTheta()).isEqualTo(10_000);
    assertThat(llama.normEpsilon()).isEqualTo(1e-6);
    assertThat(llama.maxPositions()).isEqualTo(2048);
    assertThat(llama.tiedEmbeddings()).isFalse();
    assertThat(llama.ropeScaling()).isEmpty();
    assertThat(config("Qwen3ForCausalLM", ", \"num_key_value_heads\": 2").headSize())
        .isEqualTo(128);
    assertThat(config("MistralForCausalLM", ", \"num_key_value_heads\": null").keyValueHeads())
        .isEqualTo(8);
  }

  @Test
  void readsTheScalingOfLlama3InBothForms() throws IOException {
    String scaling =
        "{\"rope_type\": \"llama3\", \"factor\": 32.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0,"
            + " \"original_max_position_embeddings\": 8192, \"rope_theta\": 500000.0}";
    for (String form : List.of("rope_scaling", "rope_parameters")) {
      LlamaConfig config = config("LlamaForCausalLM", ", \"" + form + "\": " + scaling);
      assertThat(config.ropeScaling()).contains(new LlamaConfig.RopeScaling(32, 1, 4, 8192));
      assertThat(config.ropeTheta()).isEqualTo(500_000);
    }
  }

  @Test
  void endsASlidingWindowModelAtItsWindow() throws IOException {
    assertThat(config("MistralForCausalLM", "").maxPositions()).isEqualTo(4096);
    assertThat(config("MistralForCausalLM", ", \"sliding_window\": null").maxPositions())
        .isEqualTo(131_072);
    String qwen = ", \"num_key_value_heads\": 2, \"sliding_window\": 1000";
    assertThat(config("Qwen2ForCausalLM", qwen).maxPositions()).isEqualTo(32_768);
    assertThat(config("Qwen2ForCausalLM", qwen + ", \"use_sliding_window\": true").maxPositions())
        .isEqualTo(1000);
  }

  private LlamaConfig config(String architecture, String more) throws IOException {
    return ConfigReader.read(
        Files.writeString(
            folder.resolve("config.json"),
            """
            {"architectures": ["%s"], "vocab_size": 99, "hidden_size": 64, "intermediate_size": 6,
             "num_hidden_layers": 2, "num_attention_heads": 8%s}
            """
                .formatted(architecture, more)));
  }

  private void writeShards(Map<String, List<Long>> shapes) throws IOException {
    var index = new StringBuilder();
    var first = new TreeMap<String, List<Long>>();
    var second = new TreeMap<String, List<Long>>();
    shapes.forEach(
        (name, shape) -> {
          boolean early = name.compareTo("model.layers.1") < 0;
          (early ? first : second).put(name, shape);
          index
              .append(index.isEmpty() ? "" : ", ")
              .append("\"%s\": \"model-%d.safetensors\"".formatted(name, early ? 1 : 2));
        });
    TinyCheckpoint.writeWeights(folder.resolve("model-1.safetensors"), first);
    TinyCheckpoint.writeWeights(folder.resolve("model-2.safetensors"), second);
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {" + index + "}}");
  }

  private AbstractThrowableAssert<?, ?> assertRefused() {
    return assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(CheckpointException.class);
  }
}
