package io.github.em4j.examples;

import io.github.em4j.dataset.Dataset;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.dataset.LeakDetector;
import io.github.em4j.dataset.LeakReport;
import io.github.em4j.dataset.LeakReport.PairExample;
import io.github.em4j.dataset.LeakReport.SharedPairs;
import io.github.em4j.dataset.LeakReport.SplitCheck;
import io.github.em4j.dataset.LeakReport.SplitOverlap;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what splits share and where labels contradict one another. */
@Command(
    name = "leaks",
    description = {
      "Find pairs that are in two splits, and labels that contradict one another.",
      "With one PATH the splits of that data set are compared, with several also those of different data sets. Pairs"
          + " are compared by the ids of their records and by their text (lower case, white space folded). 'same' counts"
          + " pairs with the same sides left and right, 'any' ignores the order of the sides."
    })
final class LeaksCommand implements Runnable {

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "A data set's folder or a file of pairs.")
  private List<Path> paths;

  @Mixin private JsonOption json;

  /** The report with its two verdicts in front. */
  private record Findings(
      boolean leaks,
      boolean contradictions,
      List<SplitCheck> splits,
      List<SplitOverlap> overlaps) {}

  @Override
  public void run() {
    LeakReport report = LeakDetector.withDefaults().check(splits());
    PrintWriter out = json.table();
    printSplits(report, out);
    if (!report.overlaps().isEmpty()) {
      printOverlaps(report, out);
      printExamples(report, out);
    }
    out.println();
    out.println(
        (report.hasLeaks() ? "Some pairs are in two splits" : "No pair is in two splits")
            + (report.hasContradictions()
                ? "; some pairs have two labels."
                : "; no pair has two labels."));
    out.flush();
    json.write(
        new Findings(
            report.hasLeaks(), report.hasContradictions(), report.splits(), report.overlaps()));
  }

  /**
   * The splits of all data sets; where there are several, their names carry that of the data set.
   */
  private List<DatasetSplit> splits() {
    List<Dataset> datasets = BenchmarkPaths.open(paths, json.progress());
    var splits = new ArrayList<DatasetSplit>();
    for (Dataset dataset : datasets) {
      for (DatasetSplit split : dataset.splits()) {
        splits.add(new DatasetSplit(name(dataset, split, datasets.size()), split.pairs()));
      }
    }
    return splits;
  }

  private static String name(Dataset dataset, DatasetSplit split, int datasets) {
    if (dataset.splits().size() == 1) {
      return dataset.name();
    }
    return datasets == 1 ? split.name() : dataset.name() + "/" + split.name();
  }

  private static void printSplits(LeakReport report, PrintWriter out) {
    out.println("Inside each split (repeated pairs, whatever the order of their sides)");
    var table =
        new TextTable(
            "split",
            "pairs",
            "positives",
            "repeated by id",
            "by text",
            "two labels by id",
            "by text",
            "label against entities");
    for (SplitCheck check : report.splits()) {
      table.row(
          check.split(),
          check.pairs(),
          check.positives(),
          check.ids().anyOrder(),
          check.texts().anyOrder(),
          check.ids().contradictory(),
          check.texts().contradictory(),
          check.labelsAgainstEntities());
    }
    table.print(out);
  }

  private static void printOverlaps(LeakReport report, PrintWriter out) {
    out.println();
    out.println("Between splits (those that share nothing are left out)");
    var table =
        new TextTable(
            "split",
            "other split",
            "pairs by id: same",
            "any",
            "pairs by text: same",
            "any",
            "two labels",
            "records by id",
            "by text",
            "entities");
    for (SplitOverlap overlap : report.overlaps()) {
      if (!sharesAnything(overlap)) {
        continue;
      }
      table.row(
          overlap.first(),
          overlap.second(),
          overlap.ids().sameOrder(),
          overlap.ids().anyOrder(),
          overlap.texts().sameOrder(),
          overlap.texts().anyOrder(),
          Math.max(overlap.ids().contradictory(), overlap.texts().contradictory()),
          overlap.recordIds(),
          overlap.recordTexts(),
          overlap.entities());
    }
    table.print(out);
  }

  private static boolean sharesAnything(SplitOverlap overlap) {
    return overlap.ids().anyOrder()
            + overlap.texts().anyOrder()
            + overlap.recordIds()
            + overlap.recordTexts()
            + overlap.entities()
        > 0;
  }

  /** One example of each overlap, contradictory ones before others. */
  private static void printExamples(LeakReport report, PrintWriter out) {
    out.println();
    for (SplitOverlap overlap : report.overlaps()) {
      SharedPairs shared = overlap.ids().anyOrder() > 0 ? overlap.ids() : overlap.texts();
      for (PairExample example :
          shared.examples().subList(0, Math.min(1, shared.examples().size()))) {
        out.printf(
            "e.g. %s: pair %d of %s (%s) and pair %d of %s (%s)%n",
            example.pair(),
            example.firstRow(),
            overlap.first(),
            example.firstLabel(),
            example.secondRow(),
            overlap.second(),
            example.secondLabel());
      }
    }
  }
}
