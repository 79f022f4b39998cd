package io.github.em4j.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast an adapter is trained, and in how much memory. */
@Command(
    name = "bench-training",
    description = {
      "Measure how long a training step of a LoRA adapter of all linear layers takes, and how much memory.",
      "A step is told as a ratio to a forward pass over the same tokens in the same run. Any checkpoint will do, one of"
          + " 'make-checkpoint' as well."
    })
final class BenchTrainingCommand implements Runnable {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|tiny",
      description = "Checkpoint folder; or 'tiny' for em4j-tiny, which ships.")
  private Path model;

  @Option(
      names = "--batch",
      paramLabel = "B",
      description = "Examples of a step (default: ${DEFAULT-VALUE}).")
  private int batch = 4;

  @Option(
      names = "--length",
      paramLabel = "L",
      description = "Tokens of an example (default: ${DEFAULT-VALUE}).")
  private int length = 240;

  @Option(
      names = "--rank",
      paramLabel = "R",
      description = "Rank of the adapter (default: ${DEFAULT-VALUE}).")
  private int rank = 16;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--device",
      paramLabel = "D",
      description =
          "cpu, in fp32, or cuda:N for the GPU number N, in bf16 (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How often each is measured; the median counts (default: ${DEFAULT-VALUE}).")
  private int steps = 5;

  @Option(
      names = "--variant",
      hidden = true,
      description = "Measure only this one, in this process, for the process that measures all.")
  private Optional<TrainingBenchmark.Variant> variant = Optional.empty();

  @Mixin private JsonOption json;

  @Override
  public void run() {
    if (batch < 1 || length < 2 || rank < 1 || threads < 1 || steps < 1) {
      throw new BadArgumentException(
          ("--batch, --rank, --threads and --steps must be at least 1, --length at least 2;"
                  + " found %d, %d, %d, %d and %d")
              .formatted(batch, rank, threads, steps, length));
    }
    var setup =
        new TrainingBenchmark.Setup(
            ModelChoice.of(model).folder(),
            batch,
            length,
            rank,
            Devices.parse(device),
            threads,
            steps);
    if (variant.isPresent()) {
      json.write(TrainingBenchmark.measure(setup, variant.get()));
      return;
    }
    TrainingBenchmark.Figures figures = TrainingBenchmark.run(setup, json.progress());
    print(figures, json.table());
    json.write(figures);
  }

  private static void print(TrainingBenchmark.Figures figures, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Batches of %d x %d tokens, rank %d, on %s, %d threads%n%n",
        figures.batch(),
        figures.length(),
        figures.rank(),
        figures.device(),
        figures.threads());
    var table = new TextTable("variant", "s/step", "tokens/s", "x forward", "peak MiB");
    for (TrainingBenchmark.Row row : figures.rows()) {
      table.row(
          row.variant(),
          String.format(Locale.ROOT, "%.3f", row.secondsPerStep()),
          String.format(Locale.ROOT, "%.0f", row.tokensPerSecond()),
          String.format(Locale.ROOT, "%.2f", row.ratioToForward()),
          row.peakMiB().isPresent() ? row.peakMiB().getAsLong() : "-");
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%nMatrix peak in %s, measured in this run: %.0f GFLOP/s%n",
        figures.precision(),
        figures.matrixPeakGflops());
    out.flush();
  }
}
