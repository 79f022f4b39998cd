package io.github.em4j.onnx.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.em4j.onnx.checkpoint.RandomCheckpoint.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RandomCheckpointTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void writesACheckpointThatOpensAsTheShapeAskedFor() {
    RandomCheckpoint.write(Shape.TINY, 7, folder);
    Checkpoint checkpoint = Checkpoint.open(folder);
    assertThat(checkpoint.config()).isEqualTo(Shape.TINY.config());
    try (ChatTokenizer tokenizer = checkpoint.openTokenizer()) {
      assertThat(tokenizer.size()).isLessThanOrEqualTo(512);
      assertThat(checkpoint.endTokens()).contains(tokenizer.endToken().orElseThrow());
    }
    float[] norm = checkpoint.weights().finalNorm().read();
    float[] query = checkpoint.weights().layers().get(0).query().weight().read();
    double square = 0;
    for (float number : query) {
      square += number * number;
    }
    assertThat(Math.sqrt(square / query.length)).isBetween(0.019, 0.021);
    for (float number : norm) {
      assertThat(number).isBetween(0.96f, 1.04f);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOneOthers() {
    Path second = folder.resolve("second");
    Path third = folder.resolve("third");
    RandomCheckpoint.write(Shape.TINY, 7, folder);
    RandomCheckpoint.write(Shape.TINY, 7, second);
    RandomCheckpoint.write(Shape.TINY, 8, third);
    assertThat(Checkpoint.open(second).sha256()).isEqualTo(Checkpoint.open(folder).sha256());
    assertThat(Checkpoint.open(third).fingerprint())
        .isNotEqualTo(Checkpoint.open(folder).fingerprint());
  }

  @Test
  void cutsTheWeightsIntoShardsWithTheSameNumbers() {
    Path cut = folder.resolve("cut");
    RandomCheckpoint.write(Shape.TINY, 7, folder);
    Checkpoint whole = Checkpoint.open(folder);
    CheckpointWriter.of(
            whole.config(),
            (name, shape) -> {
              float[] numbers = whole.tensor(name).read();
              return sink -> sink.accept(numbers, 0, numbers.length);
            })
        .type(TensorType.F32)
        .shardBytes(100_000)
        .tokenizerFrom(folder)
        .write(cut);
    Checkpoint sharded = Checkpoint.open(cut);
    assertThat(sharded.config()).isEqualTo(whole.config());
    assertThat(cut.resolve("model.safetensors")).doesNotExist();
    assertThat(cut.resolve("model.safetensors.index.json")).exists();
    whole
        .tensors()
        .forEach(
            (name, tensor) -> assertThat(sharded.tensor(name).read()).isEqualTo(tensor.read()));
    sharded.openTokenizer().close();
  }

  @Test
  void writesTheConfigurationsOfAllArchitectures() throws IOException {
    for (LlamaConfig.Architecture architecture : LlamaConfig.Architecture.values()) {
      var config =
          new LlamaConfig(
              architecture,
              300,
              8,
              6,
              1,
              4,
              2,
              4,
              1e-6,
              1e6,
              Optional.of(new LlamaConfig.RopeScaling(8, 1, 4, 64)),
              128,
              false,
              architecture == LlamaConfig.Architecture.QWEN2,
              architecture == LlamaConfig.Architecture.QWEN3);
      RandomCheckpoint.write(config, TensorType.F16, 1, folder);
      assertThat(Checkpoint.open(folder).config()).isEqualTo(config);
    }
  }

  @Test
  void anUnfinishedFolderDoesNotOpen() {
    RandomCheckpoint.write(Shape.TINY, 7, folder);
    var failing =
        CheckpointWriter.of(
            Shape.TINY.config(),
            (name, shape) ->
                sink -> {
                  throw new IOException("disk full");
                });
    assertThatThrownBy(() -> failing.write(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("disk full");
    assertThatThrownBy(() -> Checkpoint.open(folder)).hasMessageContaining("holds no config.json");
    assertThat(Files.exists(folder.resolve("model.safetensors"))).isTrue();
  }

  @Test
  void refusesAVocabularyWithoutRoomForTheBytes() {
    LlamaConfig tiny = Shape.TINY.config();
    var config =
        new LlamaConfig(
            tiny.architecture(),
            100,
            8,
            6,
            1,
            4,
            2,
            4,
            1e-6,
            1e6,
            Optional.empty(),
            128,
            false,
            false,
            false);
    assertThatThrownBy(() -> RandomCheckpoint.write(config, TensorType.F16, 1, folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 261 tokens, found 100");
  }
}
