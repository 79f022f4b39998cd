package io.github.em4j.training.lora;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.Em4jVersion;
import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.LoraAdapterWriter;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelCardTest {
  @TempDir private Path folder;

  @Test
  void saysWhatWasTrainedOnWhatAndHow() throws IOException {
    assertThat(card(LoraOptions.paper())).isEqualTo(golden());
  }

  @Test
  void saysThatAGpuComputedIt() {
    assertThat(card(LoraOptions.paper().toBuilder().cuda(0).build()))
        .contains("over frozen weights in BF16 on a GPU, itself in single precision.")
        .contains("| device | cuda |")
        .contains("| precision | BF16 |");
  }

  private String card(LoraOptions options) {
    Path baseFolder = folder.resolve("tiny-llama");
    RandomCheckpoint.write(RandomCheckpoint.Shape.TINY, 3, baseFolder);
    Checkpoint base = Checkpoint.open(baseFolder);
    LoraAdapter adapter = adapter(base);
    FineTuningData data = ToyMatching.data(20, 4);
    TrainingJob job = new TrainingJob(base, options, data, Optional.of("toy|v1"));
    EncodedExamples encoded;
    try (ChatTokenizer tokenizer = base.openTokenizer()) {
      encoded = EncodedExamples.of(data.examples(), tokenizer, 512, options);
    }
    List<EpochResult> epochs =
        List.of(result(1, 0.5, 0.7), result(2, 0.75, 0.6), result(3, 0.75, 0.65));

    return ModelCard.of(job, encoded, epochs, ModelCard.Subject.adapter(adapter, Optional.empty()))
        .replace(base.fingerprint(), "BASE")
        .replace(adapter.sha256(), "ADAPTER")
        .replace(data.sha256(), "DATA")
        .replace("em4j " + Em4jVersion.current(), "em4j VERSION")
        .replace("| em4jVersion | " + Em4jVersion.current(), "| em4jVersion | VERSION");
  }

  private static EpochResult result(int epoch, double f1, double loss) {
    return new EpochResult(
        epoch,
        10L * epoch,
        Map.of("valid_f1", f1, "valid_loss", loss, "valid_seconds", 1.5),
        Optional.empty());
  }

  private LoraAdapter adapter(Checkpoint base) {
    AdapterConfig config = new AdapterConfig(1, 1, false, Set.of("q_proj"), 0, "tiny-llama");
    LoraAdapterWriter writer = new LoraAdapterWriter(config);
    for (int layer = 0; layer < base.config().layers(); layer++) {
      writer.add(
          "model.layers." + layer + ".self_attn.q_proj", 64, 64, new float[64], new float[64]);
    }
    Path adapter = folder.resolve("adapter");
    writer.write(adapter);
    return LoraAdapter.open(adapter, base.config());
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ModelCardTest.class.getResourceAsStream("model-card.md"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
