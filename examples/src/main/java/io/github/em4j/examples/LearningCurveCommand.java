package io.github.em4j.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.em4j.CandidatePair;
import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import io.github.em4j.training.selection.LeakFilter;
import io.github.em4j.training.selection.PairOutcome;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.rounds.CurveListener;
import io.github.em4j.training.selection.rounds.CurvePoint;
import io.github.em4j.training.selection.rounds.LabelCosts;
import io.github.em4j.training.selection.rounds.LearningCurve;
import io.github.em4j.training.selection.rounds.LearningCurveReport;
import io.github.em4j.training.selection.rounds.SelectionStrategy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what labels are worth. */
@Command(
    name = "learning-curve",
    description = {
      "Measure what labels are worth: train on more and more pairs, chosen in several ways, and report F1 by labels and by"
          + " cost. A smaller set is part of every larger one of its strategy.",
      "Without --data it runs on the synthetic benchmark that ships with em4j. With --out, an interrupted run goes on where"
          + " it stopped, and strategies and sizes can be added.",
      "F1 is measured on the test split; whoever chooses a size or a strategy by it must measure anew on other pairs, or"
          + " choose with --on-validation."
    })
final class LearningCurveCommand implements Runnable {

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "Data set with train, valid and test splits. Default: synthetic-products.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--learner",
      paramLabel = "L",
      description =
          "What learns: classical, or llama-tiny for LoRA on em4j-tiny, which takes minutes (default: ${DEFAULT-VALUE}).")
  private String learner = CurveParts.CLASSICAL;

  @Option(
      names = "--strategies",
      split = ",",
      paramLabel = "S",
      description =
          "How pairs are chosen: random; error-filter (a classical judge, which learned from the validation split, agrees"
              + " with the label); distinct (no near duplicates); diverse (as different as possible); uncertain (em4j-tiny is"
              + " least sure). Default: random,error-filter,distinct.")
  private List<String> strategies = List.of("random", "error-filter", "distinct");

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description =
          "How many pairs are trained on. Default: 100, doubled until the pool is used up.")
  private List<Integer> sizes = List.of();

  @Option(
      names = "--label-cost",
      paramLabel = "AMOUNT",
      description = "What a person takes for labelling a pair (default: nothing is said of cost).")
  private Optional<Double> labelCost = Optional.empty();

  @Option(
      names = "--currency",
      paramLabel = "WORD",
      description = "What costs are told in (default: ${DEFAULT-VALUE}).")
  private String currency = "USD";

  @Option(
      names = "--on-validation",
      description =
          "Measure F1 on half of the validation split; thresholds are chosen on the other half.")
  private boolean onValidation;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the points. Default: none is kept.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--seed", paramLabel = "N", description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed = 42;

  @Mixin private JsonOption json;

  @Override
  public void run() {
    CurveParts.requireKnown(learner, strategies);
    PrintWriter notes = json.progress();
    Dataset dataset = dataset(notes);
    CurveSplits splits = CurveSplits.of(dataset, onValidation, seed);
    List<TrainingPair> pool = withoutLeaks(splits, notes);
    List<CandidatePair> read = splits.pool().pairs().stream().map(LabeledPair::pair).toList();
    RecordText text = RecordText.of(read, Optional.empty(), List.of());
    Path folder = out.orElseGet(LearningCurveCommand::temporary);
    notes.printf(
        Locale.ROOT,
        "Pool: %,d pairs of %s; F1 on %s (%,d pairs); learner: %s%n",
        pool.size(),
        dataset.name(),
        splits.evaluation().name(),
        splits.evaluation().size(),
        learner);
    notes.flush();
    try (CurveParts parts =
        new CurveParts(dataset.name(), splits.validation(), text, seed, notes)) {
      LearningCurve curve =
          LearningCurve.builder(pool, parts.learner(learner), folder)
              .sizes(sizes(pool.size()))
              .strategies(
                  strategies.stream().map(parts::strategy).toArray(SelectionStrategy[]::new))
              .validation(splits.validation())
              .evaluation(splits.evaluation())
              .costs(costs())
              .listener(new Notes(notes))
              .build();
      print(curve.run());
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    } finally {
      if (out.isEmpty()) {
        TemporaryFolder.delete(folder);
      }
    }
  }

  private Dataset dataset(PrintWriter notes) {
    if (data.isEmpty()) {
      return SyntheticBenchmark.products().seed(seed).build().generate();
    }
    List<Dataset> found = BenchmarkPaths.open(List.of(data.get()), notes);
    if (found.size() != 1) {
      throw new BadArgumentException(
          "--data needs one data set, found %s"
              .formatted(found.stream().map(Dataset::name).toList()));
    }
    return found.get(0);
  }

  /** Pairs that are measured or validated on must not be learnt. */
  private static List<TrainingPair> withoutLeaks(CurveSplits splits, PrintWriter notes) {
    List<TrainingPair> all = new ArrayList<>();
    for (LabeledPair pair : splits.pool().pairs()) {
      all.add(new TrainingPair("train:" + (all.size() + 1), pair));
    }
    List<DatasetSplit> heldOut = List.of(splits.validation(), splits.evaluation());
    List<TrainingPair> kept =
        LeakFilter.against(heldOut).apply(all).stream()
            .map(PairOutcome::pairs)
            .flatMap(List::stream)
            .collect(Collectors.toList());
    if (kept.size() < all.size()) {
      notes.printf(
          Locale.ROOT,
          "Left out of the pool: %,d pairs that are in a split to validate or to measure on%n",
          all.size() - kept.size());
    }
    return kept;
  }

  private int[] sizes(int pool) {
    if (!sizes.isEmpty()) {
      return sizes.stream().mapToInt(Integer::intValue).toArray();
    }
    Set<Integer> doubled = new LinkedHashSet<>();
    for (int size = 100; size < pool; size *= 2) {
      doubled.add(size);
    }
    doubled.add(pool);
    return doubled.stream().mapToInt(Integer::intValue).toArray();
  }

  private LabelCosts costs() {
    return labelCost
        .map(perLabel -> new LabelCosts(currency, perLabel, 0, 0))
        .orElse(LabelCosts.FREE);
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("em4j-learning-curve");
    } catch (IOException e) {
      throw new EntityMatchingException("no temporary folder can be made: " + e, e);
    }
  }

  private void print(LearningCurveReport report) {
    PrintWriter table = json.table();
    CurveTable.print(report, labelCost.isPresent(), table);
    try {
      json.write(new ObjectMapper().readTree(report.toJson()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line for each point. */
  private record Notes(PrintWriter out) implements CurveListener {

    @Override
    public void started(String strategy, int trainingPairs) {
      out.printf(Locale.ROOT, "%s, %,d pairs ...%n", strategy, trainingPairs);
      out.flush();
    }

    @Override
    public void finished(CurvePoint point) {
      said(point, "");
    }

    @Override
    public void recalled(CurvePoint point) {
      said(point, ", done before");
    }

    private void said(CurvePoint point, String how) {
      out.printf(
          Locale.ROOT,
          "%s, %,d pairs: F1 %s %%%s%n",
          point.strategy(),
          point.trainingPairs(),
          Percent.of(point.f1().estimate()),
          how);
      out.flush();
    }
  }
}
