package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of matchers that are trained by the command that evaluates them. */
final class TrainingOptions {

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

  /**
   * One matcher to train, and what to evaluate it on.
   *
   * @param source what it learns from
   * @param targets the data sets whose test splits it is evaluated on
   */
  record Run(TrainingSet source, List<Dataset> targets) {}

  /** What to train, in the order of the command line. */
  List<Run> runs(List<Dataset> targets, boolean synthetic, PrintWriter notes) {
    List<Dataset> validation = BenchmarkPaths.open(valid, notes);
    if (!trainOn.isEmpty()) {
      List<Dataset> sources = BenchmarkPaths.open(trainOn, notes);
      return List.of(new Run(TrainingSet.of(sources, validation), targets));
    }
    targets.forEach(TrainingOptions::requireMoreThanOneSplit);
    boolean everyTarget = synthetic || cross;
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
}
