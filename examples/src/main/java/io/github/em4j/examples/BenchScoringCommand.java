package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.onnx.Device;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.PromptTemplates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast pairs are scored, and what each idea of the engine brings. */
@Command(
    name = "bench-scoring",
    description = {
      "Measure how fast a checkpoint scores real pairs, from the naive graph to the one that em4j runs.",
      "All is measured in one run, on the same pairs, and told as a ratio to the naive graph. Tokens are counted as asked:"
          + " what prompts share counts once for each. Any checkpoint will do, one of 'make-checkpoint' as well."
    })
final class BenchScoringCommand implements Runnable {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR|tiny",
      description = "Checkpoint folder; or 'tiny' for em4j-tiny, which ships.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description = "Data set whose test pairs are scored; of a folder of such the first.")
  private Path data;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu or cuda:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(
      names = "--pairs",
      paramLabel = "N",
      description = "How many pairs are scored by each variant (default: ${DEFAULT-VALUE}).")
  private int pairs = 8;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Measure again as long as it stays below this time (default: ${DEFAULT-VALUE}).")
  private double seconds = 50;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Which pairs are drawn (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  @Override
  public void run() {
    if (threads < 1 || pairs < 1) {
      throw new BadArgumentException(
          "--threads and --pairs must be at least 1, found %d and %d".formatted(threads, pairs));
    }
    Device where = Devices.parse(device);
    ModelChoice chosen = ModelChoice.of(model);
    Dataset dataset = BenchmarkPaths.open(List.of(data), json.progress()).get(0);
    DatasetSplit test = SplitRoles.test(dataset);
    PromptRenderer renderer =
        PromptRenderer.builder().template(PromptTemplates.domainComplexForce("product")).build();
    ScoringBenchmark.Figures figures =
        new ScoringBenchmark(chosen.folder(), where, threads, seconds, json.progress())
            .run(dataset.name(), test, pairs, seed, renderer);
    print(figures, json.table());
    json.write(figures);
  }

  private static void print(ScoringBenchmark.Figures figures, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%d pairs of %s, %.0f tokens each; %s, %d threads; opened in %.2f s%n%n",
        figures.pairs(),
        figures.dataset(),
        figures.tokensPerPair(),
        figures.device(),
        figures.threads(),
        figures.openSeconds());
    var table =
        new TextTable(
            "variant",
            "precision",
            "pairs/s",
            "tokens/s",
            "x naive",
            "of peak",
            "peak MiB",
            "what");
    for (ScoringBenchmark.Row row : figures.rows()) {
      table.row(
          row.variant().label(),
          row.precision(),
          number("%.2f", row.pairsPerSecond()),
          number("%.0f", row.tokensPerSecond()),
          number("%.2f", row.ratioToNaive()),
          row.shareOfMatrixPeak().isPresent()
              ? number("%.0f %%", 100 * row.shareOfMatrixPeak().getAsDouble())
              : "-",
          row.peakMiB().isPresent() ? row.peakMiB().getAsLong() : "-",
          row.variant().description());
    }
    table.print(out);
    out.println();
    var engine =
        new TextTable("OnnxLlama.score", "precision", "pairs/s", "tokens/s", "opened in s");
    figures
        .engine()
        .forEach(
            row ->
                engine.row(
                    row.workload(),
                    row.precision(),
                    number("%.2f", row.pairsPerSecond()),
                    number("%.0f", row.tokensPerSecond()),
                    number("%.2f", row.openSeconds())));
    engine.print(out);
    out.println();
    figures
        .matrixPeakGflops()
        .forEach(
            (precision, gflops) ->
                out.printf(
                    Locale.ROOT,
                    "Matrix peak in %s, measured in this run: %.0f GFLOP/s%n",
                    precision,
                    gflops));
    out.flush();
  }

  private static String number(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
