package io.github.em4j.examples;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how fast the nearest of many vectors are found. */
@Command(
    name = "bench-search",
    description = {
      "Measure how fast the nearest of many vectors are found, as a ratio to a plain loop in the"
          + " same run.",
      "A million vectors of 384 numbers need a heap of 3 GB (java -Xmx3g -jar ...)."
    })
final class BenchSearchCommand implements Runnable {

  @Option(
      names = "--vectors",
      paramLabel = "N",
      description = "How many vectors are searched (default: ${DEFAULT-VALUE}).")
  private int vectors = 100_000;

  @Option(
      names = "--dimensions",
      paramLabel = "D",
      description = "Numbers of a vector (default: ${DEFAULT-VALUE}).")
  private int dimensions = 384;

  @Option(
      names = "--queries",
      paramLabel = "Q",
      description = "Queries that are asked for together (default: ${DEFAULT-VALUE}).")
  private int queries = 64;

  @Option(
      names = "--k",
      paramLabel = "K",
      description = "How many are found (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured; the best counts (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "Numbers of threads to compare, joined by commas (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = List.of(1, Runtime.getRuntime().availableProcessors());

  @Mixin private JsonOption json;

  @Override
  public void run() {
    boolean positive = threads.stream().allMatch(number -> number >= 1) && !threads.isEmpty();
    if (vectors < 1 || dimensions < 1 || queries < 1 || k < 1 || rounds < 1 || !positive) {
      throw new BadArgumentException(
          "--vectors, --dimensions, --queries, --k, --rounds and --threads must be at least 1;"
              + " found %d, %d, %d, %d, %d and %s"
                  .formatted(vectors, dimensions, queries, k, rounds, threads));
    }
    var setup = new SearchBenchmark.Setup(vectors, dimensions, queries, k, rounds, threads);
    SearchBenchmark.Figures figures = SearchBenchmark.run(setup, json.progress());
    print(figures, json.table());
    json.write(figures);
  }

  private static void print(SearchBenchmark.Figures figures, PrintWriter out) {
    SearchBenchmark.Setup setup = figures.setup();
    out.printf(
        Locale.ROOT,
        "The %d nearest of %d vectors of %d numbers%n%n",
        setup.k(),
        setup.vectors(),
        setup.dimensions());
    var table = new TextTable("search", "threads", "vectors", "ns/vector", "x loop");
    for (SearchBenchmark.Row row : figures.rows()) {
      table.row(
          row.search(),
          row.threads(),
          row.vectors(),
          String.format(Locale.ROOT, "%.1f", row.nanosPerVector()),
          String.format(Locale.ROOT, "%.2f", row.ratioToLoop()));
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%nTF-IDF over %d texts of 20 words, one thread: %.2f ms a query%n",
        Math.max(1, setup.vectors() / 10),
        figures.termIndexMillisPerQuery());
    out.flush();
  }
}
