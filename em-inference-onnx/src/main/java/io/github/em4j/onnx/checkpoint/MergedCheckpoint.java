package io.github.em4j.onnx.checkpoint;

import java.nio.file.Path;

/**
 * Writes a checkpoint with an adapter merged into its weights, for programs that know no adapters.
 * The heap holds a few rows at a time and one matrix of the adapter.
 */
public final class MergedCheckpoint {
  private static final int BLOCK_NUMBERS = 1 << 18;

  private final Checkpoint base;
  private final LoraAdapter adapter;

  private MergedCheckpoint(Checkpoint base, LoraAdapter adapter) {
    this.base = base;
    this.adapter = adapter;
  }

  /**
   * Writes {@code W + scale * up * down} for every linear layer that the adapter changes, and
   * everything else of the base model as it is, tokenizer and chat template included.
   *
   * @param base the checkpoint
   * @param adapter an adapter of it
   * @param type how the numbers are written
   * @param folder where to; made if needed
   * @throws CheckpointException if a file cannot be read or written
   */
  public static void write(Checkpoint base, LoraAdapter adapter, TensorType type, Path folder) {
    MergedCheckpoint merged = new MergedCheckpoint(base, adapter);
    CheckpointWriter.of(base.config(), (name, shape) -> merged.numbers(name))
        .type(type)
        .endTokens(base.endTokens().stream().sorted().toList())
        .tokenizerFrom(base.path())
        .write(folder);
  }

  private SafetensorsWriter.Numbers numbers(String name) {
    StoredTensor tensor = base.tensor(name);
    String suffix = ".weight";
    LoraAdapter.Update update =
        name.endsWith(suffix)
            ? adapter.updates().get(name.substring(0, name.length() - suffix.length()))
            : null;
    return sink -> {
      float[] down = update == null ? new float[0] : update.down().read();
      long rows = tensor.shape().get(0);
      long width = Math.max(1, tensor.size() / Math.max(1, rows));
      long rowsAtOnce = Math.max(1, BLOCK_NUMBERS / width);
      for (long first = 0; first < rows; first += rowsAtOnce) {
        float[] block = tensor.readRows(first, Math.min(rowsAtOnce, rows - first));
        if (update != null) {
          update.addTo(block, first, down);
        }
        sink.accept(block, 0, block.length);
      }
    };
  }
}
