package io.github.em4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.report.HeatMap;
import io.github.em4j.report.Note;
import io.github.em4j.report.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GeneralisationSectionTest {
  private static final Arm PLAIN = Arm.zeroShot("lora");
  private static final Arm TRAINED = Arm.trained("lora", "abt");

  private static Section section(CellResult... cells) {
    return GeneralisationSection.of(Cells.findings(List.of(PLAIN, TRAINED), cells)).orElseThrow();
  }

  @Test
  void hasTheMatrixOfWhatWasTrained() {
    assertThat(section(Cells.test(PLAIN, "1100"), Cells.test(TRAINED, "1110")).blocks())
        .hasAtLeastOneElementOfType(HeatMap.class);
  }

  @Test
  void saysThatATrainingCameToNothing() {
    assertThat(section(Cells.test(PLAIN, "1100")).blocks())
        .hasAtLeastOneElementOfType(Note.class)
        .noneMatch(HeatMap.class::isInstance);
    assertThat(section().blocks()).hasAtLeastOneElementOfType(Note.class);
  }
}
