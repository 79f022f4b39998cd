package io.github.em4j.examples;

import io.github.em4j.training.pretraining.Domain;
import io.github.em4j.training.pretraining.Pretrainer;
import io.github.em4j.training.pretraining.PretrainingCorpus;
import io.github.em4j.training.pretraining.PretrainingOptions;
import io.github.em4j.training.pretraining.PretrainingStep;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the base model that ships. */
@Command(
    name = "pretrain",
    description = {
      "Make em4j-tiny, a Llama of two million weights, from unlabelled records alone: pairs of"
          + " which it is known whether they match since they were made so.",
      "Reads the WDC Products training files and the DBLP-Scholar tables of the benchmark folder. A"
          + " run that was interrupted goes on when it is started again with the same options."
    })
final class PretrainCommand implements Runnable {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the benchmarks, with wdc-products and dblp-scholar in it.")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder of the run; the model comes to lie in its folder 'model'.")
  private Path out;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many steps of about 4,096 tokens (default: 6000).")
  private Optional<Integer> steps = Optional.empty();

  @Option(
      names = "--stop-after",
      paramLabel = "N",
      description = "Stop after this step as if interrupted, and write the model as it is then.")
  private Optional<Integer> stopAfter = Optional.empty();

  @Option(
      names = "--invented",
      paramLabel = "SHARE",
      description = "Share of the products that come from word lists alone (default: 0.35).")
  private Optional<Double> invented = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads;

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  /** What was made. */
  private record Figures(String model, int steps, long seed, double loss, double tokensPerSecond) {}

  @Override
  public void run() {
    Path wdc = data.resolve("wdc-products");
    Path scholar = data.resolve("dblp-scholar");
    List<Path> offers =
        List.of(
            wdc.resolve("wdcproducts80cc20rnd000un_train_small.json.gz"),
            wdc.resolve("wdcproducts80cc20rnd000un_train_medium.json.gz"),
            wdc.resolve("train_large_prompt_completion.csv.gz"));
    List<Path> tables = List.of(scholar.resolve("tableA.csv"), scholar.resolve("tableB.csv"));
    PretrainingOptions options = options();
    InputPaths.existing(offers);
    InputPaths.existing(tables);
    PretrainingCorpus corpus =
        PretrainingCorpus.builder()
            .pairs("wdc", Domain.PRODUCT, offers.toArray(Path[]::new))
            .table("dblp", Domain.PUBLICATION, true, tables.get(0))
            .table("scholar", Domain.PUBLICATION, false, tables.get(1))
            .build();
    var pretrainer = new Pretrainer(corpus, options, out, threads);
    var progress = new Progress(json.progress());
    Path model =
        pretrainer.run(
            step -> {
              progress.tell(step);
              if (stopAfter.isPresent() && step.step() >= stopAfter.get()) {
                pretrainer.cancel();
              }
            });
    json.table().printf(Locale.ROOT, "The model lies in %s%n", model);
    json.table().flush();
    json.write(
        new Figures(
            model.toString(), progress.step, seed, progress.meanLoss, progress.tokensPerSecond));
  }

  private PretrainingOptions options() {
    if (threads < 0) {
      throw new BadArgumentException("--threads must be at least 0, found " + threads);
    }
    try {
      PretrainingOptions options = PretrainingOptions.tiny().withSeed(seed);
      options = steps.map(options::withSteps).orElse(options);
      return invented.isPresent()
          ? options.withMix(options.mix().withInvented(invented.get()))
          : options;
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  /** Tells of every hundredth step, with the mean loss of those between. */
  private static final class Progress {
    private static final int STEPS = 100;

    private final PrintWriter notes;
    private double sum;
    private int count;
    private int step;
    private double meanLoss;
    private double tokensPerSecond;

    Progress(PrintWriter notes) {
      this.notes = notes;
    }

    void tell(PretrainingStep now) {
      sum += now.loss();
      count++;
      step = now.step();
      meanLoss = sum / count;
      tokensPerSecond = now.tokensPerSecond();
      if (now.step() % STEPS == 0 || now.step() == now.steps()) {
        notes.printf(
            Locale.ROOT,
            "step %,d of %,d, loss %.3f, rate %.4f, %,.0f tokens/s, %d min left%n",
            now.step(),
            now.steps(),
            meanLoss,
            now.learningRate(),
            now.tokensPerSecond(),
            now.left().toMinutes());
        notes.flush();
        sum = 0;
        count = 0;
      }
    }
  }
}
