package io.github.em4j.examples;

import io.github.em4j.evaluation.ConfidenceInterval;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.PromptScore;
import io.github.em4j.examples.study.Findings;
import io.github.em4j.examples.study.Parity;
import io.github.em4j.examples.study.RecordedReport;
import io.github.em4j.examples.study.RecordedRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Studies on a terminal, and as figures for machines. */
final class StudyTables {

  private StudyTables() {}

  /** F1 of every matcher on every data set. */
  static void print(Findings findings, PrintWriter out) {
    List<String> header = new ArrayList<>(List.of("F1 on test, in %", "trained on"));
    header.addAll(findings.datasets());
    var table = new TextTable(header.toArray(String[]::new));
    for (Arm arm : findings.arms()) {
      List<Object> row = new ArrayList<>(List.of(arm.matcher(), arm.source().orElse("nothing")));
      for (String dataset : findings.datasets()) {
        row.add(findings.score(arm, dataset).map(StudyTables::score).orElse("–"));
      }
      table.row(row.toArray());
    }
    table.print(out);
  }

  private static String score(PromptScore score) {
    String f1 = Percent.of(score.f1().value());
    return score
        .f1()
        .interval()
        .map(
            interval ->
                "%s [%s, %s]"
                    .formatted(f1, Percent.of(interval.low()), Percent.of(interval.high())))
        .orElse(f1);
  }

  /** The figures of a study; scores as fractions. */
  static Map<String, Object> figures(Findings findings) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Arm arm : findings.arms()) {
      for (String dataset : findings.datasets()) {
        findings.score(arm, dataset).ifPresent(score -> rows.add(figures(score)));
      }
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("results", rows);
    figures.put("failedPairs", findings.failedPairs());
    return figures;
  }

  private static Map<String, Object> figures(PromptScore score) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("matcher", score.arm().matcher());
    row.put("trainedOn", score.arm().source());
    row.put("testedOn", score.dataset());
    row.put("rule", score.label());
    row.put("prompts", score.chosen());
    row.put("f1", score.f1().value());
    Optional<ConfidenceInterval> interval = score.f1().interval();
    row.put("f1Low", interval.map(ConfidenceInterval::low));
    row.put("f1High", interval.map(ConfidenceInterval::high));
    row.put("seeds", score.overSeeds().count());
    return row;
  }

  /** What a study would run. */
  static void print(List<StudyCost> costs, PrintWriter out) {
    var table =
        new TextTable(
            "matcher", "trained on", "test set", "cells", "pairs", "tokens, about", "price, about");
    for (StudyCost cost : costs) {
      table.row(
          cost.matcher(),
          cost.trainedOn().orElse("nothing"),
          cost.testedOn(),
          cost.cells(),
          String.format(Locale.ROOT, "%,d", cost.pairs()),
          cost.tokens() == 0 ? "–" : String.format(Locale.ROOT, "%,d", cost.tokens()),
          cost.price().isPresent()
              ? String.format(Locale.ROOT, "%.2f", cost.price().getAsDouble())
              : "–");
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "%n%,d cells, %,d pairs, about %,d tokens%s. Nothing was run; what is stored already is not run again.%n",
        costs.stream().mapToInt(StudyCost::cells).sum(),
        costs.stream().mapToLong(StudyCost::pairs).sum(),
        costs.stream().mapToLong(StudyCost::tokens).sum(),
        costs.stream().anyMatch(cost -> cost.price().isPresent())
            ? String.format(
                Locale.ROOT,
                ", about %.2f in all",
                costs.stream().mapToDouble(cost -> cost.price().orElse(0)).sum())
            : "");
    out.flush();
  }

  /** The recorded runs, and whether they are as published. */
  static void print(RecordedReport report, PrintWriter out) {
    var table =
        new TextTable(
            "data set",
            "prompt",
            "precision",
            "recall",
            "F1",
            "strict F1",
            "unparsed",
            "published");
    for (RecordedRun run : report.material().runs()) {
      table.row(
          run.dataset(),
          run.prompt(),
          Percent.of(run.byPaperRule().counts().precision()),
          Percent.of(run.byPaperRule().counts().recall()),
          Percent.of(run.byPaperRule().counts().f1()),
          Percent.of(run.byStrictRule().counts().f1()),
          run.byPaperRule().counts().undecided(),
          run.published().map(published -> Percent.of(published.f1())).orElse("–"));
    }
    table.print(out);
    Parity parity = report.parity();
    out.printf(
        "%nComputed again: %d published figures, of which %d agree%s%n",
        parity.cells().size(),
        parity.cells().size() - parity.disagreeing().size(),
        parity.disagreeing().isEmpty() ? "." : "; not: " + parity.disagreeing());
    report
        .gains()
        .forEach(
            (source, gains) ->
                out.printf(
                    "Transfer gain of %s, in per cent: %s%n",
                    source,
                    gains.isEmpty()
                        ? "not defined"
                        : String.join(
                            ", ",
                            gains.entrySet().stream()
                                .map(
                                    gain ->
                                        gain.getKey().toLowerCase(Locale.ROOT).replace('_', '-')
                                            + " "
                                            + Percent.of(gain.getValue()))
                                .toList())));
    out.flush();
  }
}
