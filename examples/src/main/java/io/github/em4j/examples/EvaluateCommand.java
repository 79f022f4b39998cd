package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.evaluation.Evaluator;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a matcher and evaluates it, in-domain and across domains. */
@Command(
    name = "evaluate",
    description = {
      "Train a matcher and evaluate it on the test split of one or more data sets.",
      "Without --data it runs on the synthetic benchmark that ships with em4j. Each data set is evaluated with a matcher"
          + " trained on its own train split, or with one matcher trained on all of --train-on. Calibration and threshold"
          + " are chosen on validation splits; nothing is chosen on a test split."
    })
final class EvaluateCommand implements Runnable {

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Data set to evaluate on, or a folder of such; may be repeated. Default: the synthetic benchmark.")
  private List<Path> data = List.of();

  @Option(
      names = "--train-on",
      paramLabel = "PATH",
      description =
          "Data set to learn from, in place of the one evaluated on; repeat to learn from several together.")
  private List<Path> trainOn = List.of();

  @Option(
      names = "--valid",
      paramLabel = "PATH",
      description =
          "Data set whose validation split decides, for training files that come without one.")
  private List<Path> valid = List.of();

  @Option(
      names = "--cross",
      description = "Also evaluate every trained matcher on every other data set.")
  private boolean cross;

  @Option(
      names = "--matcher",
      paramLabel = "KIND",
      description = "Which matcher: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private MatcherKind matcher = MatcherKind.baseline;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything random (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  @Override
  public void run() {
    boolean synthetic = data.isEmpty();
    List<Dataset> targets =
        synthetic
            ? List.of(
                SyntheticBenchmark.products().seed(seed).build().generate(),
                SyntheticBenchmark.publications().seed(seed).build().generate())
            : BenchmarkPaths.open(data, json.progress());
    targets.forEach(SplitRoles::test);
    var cells = new ArrayList<Evaluation>();
    for (Run run : runs(targets, synthetic || cross)) {
      cells.addAll(evaluate(run, synthetic));
    }
    PrintWriter out = json.table();
    if (synthetic) {
      out.printf(
          "Synthetic benchmark, seed %d: invented records that ship with em4j, no published data set%n%n",
          seed);
    }
    EvaluationTable.print(cells, out);
    json.write(cells.stream().map(Evaluation::figures).toList());
  }

  /** One matcher to train, and what to evaluate it on. */
  private record Run(TrainingSet source, List<Dataset> targets) {}

  private List<Run> runs(List<Dataset> targets, boolean everyTarget) {
    List<Dataset> validation = BenchmarkPaths.open(valid, json.progress());
    if (!trainOn.isEmpty()) {
      List<Dataset> sources = BenchmarkPaths.open(trainOn, json.progress());
      return List.of(new Run(TrainingSet.of(sources, validation), targets));
    }
    targets.forEach(EvaluateCommand::requireMoreThanOneSplit);
    return targets.stream()
        .map(
            own ->
                new Run(
                    TrainingSet.of(List.of(own), validation), everyTarget ? targets : List.of(own)))
        .toList();
  }

  /** A matcher must not be tested on what it learned from. */
  private static void requireMoreThanOneSplit(Dataset dataset) {
    if (dataset.splits().size() == 1) {
      throw new BadArgumentException(
          "data set '%s' has one split only, which is tested on; say with --train-on what to learn from"
              .formatted(dataset.name()));
    }
  }

  private List<Evaluation> evaluate(Run run, boolean synthetic) {
    PrintWriter progress = json.progress();
    TrainingSet source = run.source();
    progress.printf(
        "Training %s on %s (%s, %,d pairs; %s) ...%n",
        matcher,
        source.name(),
        source.trainSplits(),
        source.train().size(),
        source.holdsOut()
            ? "no validation split: some pairs are held out, --valid names one"
            : "validation on " + source.validationSplits());
    var cells = new ArrayList<Evaluation>();
    try (TrainedMatcher trained = matcher.train(source, seed)) {
      for (Dataset target : run.targets()) {
        DatasetSplit test = SplitRoles.test(target);
        warnOfLeaks(source, target, test, progress);
        progress.printf(
            "Evaluating on %s (%s, %,d pairs) ...%n", target.name(), test.name(), test.size());
        cells.add(
            new Evaluation(
                trained,
                target.name(),
                test.name(),
                synthetic,
                Evaluator.DEFAULTS.evaluate(trained.matcher(), test)));
      }
    }
    return cells;
  }

  /**
   * Pairs that the test shares with what the matcher learned or chose from count, but not unsaid.
   */
  private static void warnOfLeaks(
      TrainingSet source, Dataset target, DatasetSplit test, PrintWriter progress) {
    LeakReport report =
        LeakDetector.withDefaults()
            .check(
                List.of(
                    new DatasetSplit("training", source.train()),
                    new DatasetSplit("validation", source.validation()),
                    new DatasetSplit("test pairs", test.pairs())));
    for (String part : List.of("training", "validation")) {
      SplitOverlap overlap = report.overlap(part, "test pairs").orElseThrow();
      int shared = Math.max(overlap.ids().anyOrder(), overlap.texts().anyOrder());
      if (shared > 0) {
        progress.printf(
            "Note: of the test pairs of %s, %,d are also among the %s pairs (see 'em4j leaks');"
                + " they count as they are.%n",
            target.name(), shared, part);
      }
    }
  }
}
