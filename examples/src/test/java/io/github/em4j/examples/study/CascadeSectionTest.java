package io.github.em4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.evaluation.cascade.CascadeTarget;
import io.github.em4j.evaluation.study.Arm;
import io.github.em4j.evaluation.study.CellResult;
import io.github.em4j.report.LineChart;
import io.github.em4j.report.Section;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CascadeSectionTest {

  private static List<String> series(List<Arm> arms, String cheap, String dear) {
    List<CellResult> cells = new ArrayList<>();
    for (Arm arm : arms) {
      cells.add(Cells.validation(arm, "1010"));
      cells.add(Cells.test(arm, "1100"));
    }
    Section section =
        CascadeSection.of(
                Cells.findings(arms, cells.toArray(CellResult[]::new)),
                new Cascade(cheap, dear, CascadeTarget.share(0.5), "half"))
            .orElseThrow();
    return section.blocks().stream()
        .filter(LineChart.class::isInstance)
        .flatMap(chart -> ((LineChart) chart).series().stream())
        .map(LineChart.Series::name)
        .toList();
  }

  @Test
  void saysOfEachSideWhatItLearnedFromWhereThatDiffers() {
    List<Arm> arms =
        List.of(Arm.zeroShot("tiny"), Arm.trained("tiny", "abt"), Arm.trained("classical", "abt"));
    assertThat(series(arms, "tiny", "classical"))
        .containsExactly("trained on nothing (cheap), abt (dear)", "trained on abt");
    assertThat(series(arms, "classical", "tiny")).containsExactly("trained on abt");
  }

  @Test
  void tellsTwoSidesApartThatBothExistUntrained() {
    List<Arm> arms =
        List.of(
            Arm.zeroShot("small"),
            Arm.trained("small", "abt"),
            Arm.zeroShot("large"),
            Arm.trained("large", "abt"));
    assertThat(series(arms, "small", "large"))
        .containsExactly(
            "trained on nothing", "trained on nothing (cheap), abt (dear)", "trained on abt");
  }
}
