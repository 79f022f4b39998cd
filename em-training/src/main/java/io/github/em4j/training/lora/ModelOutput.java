package io.github.em4j.training.lora;

import io.github.em4j.model.EpochResult;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.OnnxLlama;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.CheckpointWriter;
import io.github.em4j.onnx.checkpoint.SafetensorsWriter;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A whole checkpoint in the format of Hugging Face. */
final class ModelOutput implements TrainingOutput {
  private static final String LAST_FILE = "config.json";
  private static final long BLOCK_NUMBERS = 1 << 18;

  private final TrainingJob job;
  private final TensorType type;

  /**
   * The output of a job.
   *
   * @param type how the numbers of the result are written; those of epochs keep all their digits
   */
  ModelOutput(TrainingJob job, TensorType type) {
    this.job = job;
    this.type = type;
  }

  @Override
  public String lastFile() {
    return LAST_FILE;
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("trained", "all parameters", "written as", type.name());
  }

  @Override
  public void begin(TrainingSession session) {
    // With the numbers of the checkpoint, as every session does.
  }

  @Override
  public void write(TrainingSession session, Path epoch) {
    write(
        epoch,
        TensorType.F32,
        name ->
            sink -> {
              float[] numbers = session.parameter(name);
              sink.accept(numbers, 0, numbers.length);
            });
  }

  private void write(Path folder, TensorType written, NumbersOf numbers) {
    CheckpointWriter.of(job.base().config(), (name, shape) -> numbers.numbers(name))
        .type(written)
        .endTokens(job.base().endTokens().stream().sorted().toList())
        .tokenizerFrom(job.base().path())
        .write(folder);
  }

  /** Gives the numbers of a tensor when its turn has come. */
  @FunctionalInterface
  private interface NumbersOf {
    SafetensorsWriter.Numbers numbers(String name);
  }

  @Override
  public void use(Path epoch, UnaryOperator<OnnxLlama.Builder> settings, Consumer<OnnxLlama> user) {
    try (OnnxLlama model = settings.apply(OnnxLlama.builder(epoch)).build()) {
      user.accept(model);
    }
  }

  @Override
  public void publish(RunFolder folder, Path epoch) {
    Checkpoint trained = Checkpoint.open(epoch);
    write(folder.path(), type, name -> sink -> copy(trained.tensor(name), sink));
  }

  private static void copy(StoredTensor tensor, SafetensorsWriter.Sink sink) throws IOException {
    long rows = tensor.shape().get(0);
    long rowsAtOnce = Math.max(1, BLOCK_NUMBERS * rows / Math.max(1, tensor.size()));
    for (long first = 0; first < rows; first += rowsAtOnce) {
      float[] block = tensor.readRows(first, Math.min(rowsAtOnce, rows - first));
      sink.accept(block, 0, block.length);
    }
  }

  @Override
  public void complete(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs) {
    if (!Files.exists(folder.file(ModelCard.FILE))) {
      ModelCard.Subject subject =
          new ModelCard.Subject(
              "all parameters trained of",
              "model",
              "transformers",
              List.of(),
              Map.of("fingerprint of this model", "`" + fingerprint(folder) + "`"));
      folder.writeText(ModelCard.FILE, ModelCard.of(job, encoded, epochs, subject));
    }
  }

  @Override
  public FineTunedModel model(RunFolder folder, EncodedExamples encoded, List<EpochResult> epochs) {
    return job.result(
        new ModelId("onnx", job.name(), Optional.of(fingerprint(folder))),
        folder,
        encoded,
        epochs,
        job.provenance());
  }

  private static String fingerprint(RunFolder folder) {
    return Checkpoint.open(folder.path()).fingerprint();
  }
}
