package io.github.em4j.examples;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.RandomCheckpoint;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a checkpoint of random weights. */
@Command(
    name = "make-checkpoint",
    description = {
      "Write a valid checkpoint of random weights in Hugging Face's format, with a small tokenizer.",
      "It answers nonsense at the speed of a real model of its shape: for tests, benchmarks and checks of a machine. The"
          + " same shape, seed and type give the same bytes."
    })
final class MakeCheckpointCommand implements Runnable {
  /** For the tokenizer and the files that describe the weights, with room to spare. */
  private static final long BYTES_BESIDE_WEIGHTS = 4L << 20;

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "SHAPE",
      converter = CheckpointShape.Converter.class,
      description =
          "How large: tiny (0.1 million weights), 135m (SmolLM2's), 1b (Llama 3.2's) or 8b (Llama 3.1's, 16 GB).")
  private CheckpointShape shape;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write into; made where it is not there, else it must be empty.")
  private Path out;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "How the weights are stored: ${COMPLETION-CANDIDATES} (default: F32 for tiny and 135m, BF16 for 1b and 8b).")
  private Optional<TensorType> type = Optional.empty();

  @Mixin private JsonOption json;

  /** What was written. */
  private record Figures(
      String folder,
      String shape,
      TensorType type,
      long seed,
      long parameters,
      long bytes,
      double seconds) {}

  @Override
  public void run() {
    TensorType stored = type.orElse(shape.type());
    requireEmpty(out);
    requireRoom(out, shape.parameters() * stored.bytes() + BYTES_BESIDE_WEIGHTS);
    json.progress()
        .printf(
            Locale.ROOT,
            "Writing %,d random weights as %s, %s ...%n",
            shape.parameters(),
            stored,
            size(shape.parameters() * stored.bytes()));
    long started = System.nanoTime();
    RandomCheckpoint.write(shape.config(), stored, seed, out);
    var figures =
        new Figures(
            out.toString(),
            shape.toString(),
            stored,
            seed,
            shape.parameters(),
            bytesIn(out),
            (System.nanoTime() - started) / 1e9);
    var table = new TextTable("folder", "shape", "type", "seed", "weights", "size", "seconds");
    table.row(
        figures.folder(),
        figures.shape(),
        figures.type(),
        figures.seed(),
        String.format(Locale.ROOT, "%,d", figures.parameters()),
        size(figures.bytes()),
        String.format(Locale.ROOT, "%.2f", figures.seconds()));
    table.print(json.table());
    json.table().printf("%nRandom weights: the model is valid and its answers are nonsense.%n");
    json.table().flush();
    json.write(figures);
  }

  private static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    if (!Files.isDirectory(folder)) {
      throw new BadArgumentException("--out needs a folder, found the file " + folder);
    }
    if (!InputPaths.filesIn(folder).isEmpty()) {
      throw new BadArgumentException(
          "--out needs an empty or a new folder, found files in " + folder);
    }
  }

  private static void requireRoom(Path folder, long needed) {
    Path there = nearestExisting(folder.toAbsolutePath());
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      if (free < needed) {
        throw new EntityMatchingException(
            "%s needs %s, found %s free".formatted(folder, size(needed), size(free)));
      }
    } catch (IOException e) {
      throw new EntityMatchingException("cannot read the free space of " + there + ": " + e, e);
    }
  }

  private static Path nearestExisting(Path folder) {
    Path parent = folder.getParent();
    return Files.exists(folder) || parent == null ? folder : nearestExisting(parent);
  }

  private static long bytesIn(Path folder) {
    return InputPaths.filesIn(folder).stream().mapToLong(file -> file.toFile().length()).sum();
  }

  private static String size(long bytes) {
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
