package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the answers come from. */
final class ProvenanceSection {

  private ProvenanceSection() {}

  static Section of(Findings findings) {
    Table.Builder table =
        Table.builder(
            "Every matcher, as it was run on each data set",
            Column.text("Matcher"),
            Column.text("Test set"),
            Column.text("Provenance and settings"));
    for (Arm arm : findings.arms()) {
      Map<String, List<String>> datasets = new LinkedHashMap<>();
      for (String dataset : findings.datasets()) {
        findings
            .test(arm, dataset)
            .ifPresent(
                cell ->
                    datasets.computeIfAbsent(facts(cell), facts -> new ArrayList<>()).add(dataset));
      }
      datasets.forEach(
          (facts, names) ->
              table.row(
                  Cell.text(findings.name(arm)),
                  Cell.text(String.join(", ", names)),
                  Cell.text(facts)));
    }
    return Section.builder("provenance", "Provenance")
        .paragraph("What it takes to run the same again. Hashes are cut to twelve digits.")
        .add(table.build())
        .build();
  }

  private static String facts(CellResult cell) {
    Map<String, String> facts = new LinkedHashMap<>(cell.provenance().facts());
    facts.put("seed", Long.toString(cell.key().seed()));
    cell.settings().forEach(facts::putIfAbsent);
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining("; "))
        .replaceAll("\\b([0-9a-f]{12})[0-9a-f]{52}\\b", "$1");
  }
}
