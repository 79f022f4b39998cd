package io.github.em4j.examples;

import io.github.em4j.CandidatePair;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.synthetic.SyntheticBenchmark;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The data of a training set.
 *
 * @param all the train splits and validation splits together
 * @param train what the set starts with; with the data set's name where there are several
 * @param heldOut all other splits of the sources, and those that were named besides
 */
record TrainingSetSources(TrainingSet all, List<DatasetSplit> train, List<DatasetSplit> heldOut) {
  private static final String PRODUCTS = "synthetic-products";
  private static final String PUBLICATIONS = "synthetic-publications";

  /** Opens the data sets of a plan. */
  static TrainingSetSources open(TrainingSetPlan plan, PrintWriter notes) {
    List<Dataset> sources = datasets(plan.sources(), plan.seed(), notes);
    List<Dataset> besides = datasets(plan.heldOut(), plan.seed(), notes);
    boolean several = sources.size() + besides.size() > 1;
    List<DatasetSplit> train = new ArrayList<>();
    List<DatasetSplit> heldOut = new ArrayList<>();
    for (Dataset source : sources) {
      DatasetSplit learned = SplitRoles.train(source);
      for (DatasetSplit split : source.splits()) {
        (split.name().equals(learned.name()) ? train : heldOut).add(named(source, split, several));
      }
    }
    for (Dataset other : besides) {
      other.splits().forEach(split -> heldOut.add(named(other, split, several)));
    }
    return new TrainingSetSources(TrainingSet.of(sources, List.of()), train, heldOut);
  }

  private static DatasetSplit named(Dataset dataset, DatasetSplit split, boolean several) {
    return several ? new DatasetSplit(dataset.name() + "/" + split.name(), split.pairs()) : split;
  }

  private static List<Dataset> datasets(List<Path> paths, long seed, PrintWriter notes) {
    List<Dataset> datasets = new ArrayList<>();
    for (Path path : paths) {
      String name = path.toString();
      if (name.equals(PRODUCTS) && !Files.exists(path)) {
        datasets.add(SyntheticBenchmark.products().seed(seed).build().generate());
      } else if (name.equals(PUBLICATIONS) && !Files.exists(path)) {
        datasets.add(SyntheticBenchmark.publications().seed(seed).build().generate());
      } else {
        datasets.addAll(BenchmarkPaths.open(List.of(path), notes));
      }
    }
    return datasets;
  }

  /** All pairs, those that are held out as well. */
  List<CandidatePair> candidates() {
    return Stream.concat(train.stream(), heldOut.stream())
        .flatMap(split -> split.pairs().stream())
        .map(LabeledPair::pair)
        .toList();
  }

  /** Says what there is. */
  void print(PrintWriter notes) {
    for (DatasetSplit split : train) {
      notes.printf(
          Locale.ROOT,
          "Source   %s: %,d pairs, %,d of them matches%n",
          split.name(),
          split.size(),
          split.positives());
    }
    for (DatasetSplit split : heldOut) {
      notes.printf(Locale.ROOT, "Held out %s: %,d pairs%n", split.name(), split.size());
    }
    if (heldOut.isEmpty()) {
      notes.println(
          "Held out nothing: no leaks can be found; 'held-out' names validation and test splits");
    }
    notes.flush();
  }
}
