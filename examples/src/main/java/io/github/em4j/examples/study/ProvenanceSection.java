package io.github.em4j.examples.study;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Column;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
      for (String dataset : findings.datasets()) {
        Optional<CellResult> cell = findings.test(arm, dataset);
        if (cell.isPresent()) {
          table.row(
              Cell.text(Findings.name(arm)), Cell.text(dataset), Cell.text(facts(cell.get())));
        }
      }
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
