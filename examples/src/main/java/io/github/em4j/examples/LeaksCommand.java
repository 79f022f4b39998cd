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
    }
    out.println();
    printExamples(report, out);
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

  /** A data set and where it lies. */
  private record Located(Path path, Dataset dataset) {}

  /**
   * The splits of all data sets; where there are several, their names carry that of the data set,
   * or its path where two have the same name.
   */
  private List<DatasetSplit> splits() {
    List<Located> found = datasets();
    var splits = new ArrayList<DatasetSplit>();
    for (Located one : found) {
      Dataset dataset = one.dataset();
      boolean named =
          found.stream().filter(o -> o.dataset().name().equals(dataset.name())).count() == 1;
      String name = named ? dataset.name() : one.path().toString();
      for (DatasetSplit split : dataset.splits()) {
        splits.add(new DatasetSplit(name(name, dataset, split, found.size()), split.pairs()));
      }
    }
    return splits;
  }

  private List<Located> datasets() {
    var found = new ArrayList<Located>();
    for (Path path : InputPaths.existing(paths)) {
      List<Dataset> here = BenchmarkPaths.open(List.of(path), json.progress());
      for (Dataset dataset : here) {
        found.add(new Located(here.size() == 1 ? path : path.resolve(dataset.name()), dataset));
      }
    }
    return found;
  }

  private static String name(String name, Dataset dataset, DatasetSplit split, int datasets) {
    if (dataset.splits().size() == 1) {
      return name;
    }
    return datasets == 1 ? split.name() : name + "/" + split.name();
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

  /**
   * One example of each split that has two labels for a pair, and one of each overlap;
   * contradictory ones before others.
   */
  private static void printExamples(LeakReport report, PrintWriter out) {
    for (SplitCheck check : report.splits()) {
      if (check.ids().contradictory() + check.texts().contradictory() > 0) {
        printExample(telling(check.ids(), check.texts()), check.split(), check.split(), out);
      }
    }
    for (SplitOverlap overlap : report.overlaps()) {
      printExample(telling(overlap.ids(), overlap.texts()), overlap.first(), overlap.second(), out);
    }
  }

  /** The pairs with two labels where there are any, else those that were found by their ids. */
  private static SharedPairs telling(SharedPairs ids, SharedPairs texts) {
    if (ids.contradictory() > 0 || texts.contradictory() > 0) {
      return ids.contradictory() > 0 ? ids : texts;
    }
    return ids.anyOrder() > 0 ? ids : texts;
  }

  private static void printExample(
      SharedPairs shared, String first, String second, PrintWriter out) {
    for (PairExample example : shared.examples().stream().limit(1).toList()) {
      out.printf(
          "e.g. %s: pair %d of %s (%s) and pair %d of %s (%s)%n",
          example.pair(),
          example.firstRow(),
          first,
          example.firstLabel(),
          example.secondRow(),
          second,
          example.secondLabel());
    }
  }
}
