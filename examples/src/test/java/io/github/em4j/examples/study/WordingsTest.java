package io.github.em4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.PromptPolicy;
import io.github.em4j.report.Cell;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import io.github.em4j.report.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Matchers of which each is asked in the wording that is usual for it. */
final class WordingsTest {
  private static final Arm TINY = Arm.zeroShot("tiny");
  private static final Arm SERVER = Arm.zeroShot("server");
  private static final Arm ABSENT = Arm.zeroShot("absent");
  private static final Findings FINDINGS =
      Cells.findings(
          List.of(TINY, SERVER, ABSENT),
          Map.of(
              "tiny",
              PromptPolicy.fixed("compact"),
              "server",
              PromptPolicy.fixed("domain-complex-force"),
              "absent",
              PromptPolicy.fixed("compact")),
          Cells.prompted(TINY, "compact", "1010"),
          Cells.prompted(SERVER, "domain-complex-force", "1100"));

  private static List<Table> tables(Section section) {
    return section.blocks().stream()
        .filter(Table.class::isInstance)
        .map(Table.class::cast)
        .toList();
  }

  @Test
  void standInOneTableOfCosts() {
    Section section = CostSection.of(FINDINGS, Optional.empty()).orElseThrow();
    assertThat(tables(section).get(0).rows())
        .extracting(row -> row.get(0))
        .containsExactlyInAnyOrder(Cell.text("tiny"), Cell.text("server"));
    assertThat(section.blocks())
        .contains(Note.plain("Not compared, as a result on some test set is missing: absent."));
  }

  @Test
  void areComparedWithEachOther() {
    List<Table> tables = tables(DetailsSection.of(FINDINGS));
    assertThat(tables.get(tables.size() - 1).rows())
        .extracting(row -> row.get(1))
        .containsExactly(Cell.text("server"));
  }
}
