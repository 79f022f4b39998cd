package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.DeepMatcherWriter;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the synthetic benchmark as files. */
@Command(
    name = "synthesize",
    description = {
      "Write the synthetic benchmark as two folders in DeepMatcher's form.",
      "All records are invented. The same seed gives the same files."
    })
final class SynthesizeCommand implements Runnable {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write into; made where it is not there.")
  private Path out;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = SyntheticBenchmark.DEFAULT_SEED;

  @Mixin private JsonOption json;

  /** One split that was written. */
  private record Figures(String dataset, String split, int pairs, int positives, String folder) {}

  @Override
  public void run() {
    var figures = new ArrayList<Figures>();
    for (SyntheticBenchmark benchmark :
        List.of(
            SyntheticBenchmark.products().seed(seed).build(),
            SyntheticBenchmark.publications().seed(seed).build())) {
      Dataset dataset = benchmark.generate();
      Path folder = out.resolve(dataset.name());
      DeepMatcherWriter.write(dataset, folder);
      for (DatasetSplit split : dataset.splits()) {
        figures.add(
            new Figures(
                dataset.name(), split.name(), split.size(), split.positives(), folder.toString()));
      }
    }
    var table = new TextTable("dataset", "split", "pairs", "positives", "folder");
    figures.forEach(f -> table.row(f.dataset(), f.split(), f.pairs(), f.positives(), f.folder()));
    table.print(json.table());
    json.write(figures);
  }
}
