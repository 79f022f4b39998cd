package io.github.em4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentTest {

  @Test
  void aRowNeedsACellForEachColumn() {
    Table.Builder table = Table.builder("t", Column.text("a"), Column.number("b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.row(Cell.text("x")).build())
        .withMessage("a row of the table 't' needs one value for each of the 2 columns, found 1");
  }

  @Test
  void aSeriesNeedsABarForEachGroup() {
    BarChart.Builder chart = BarChart.builder("c", Axis.of("F1"), List.of("A", "B"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chart.series("s", Estimate.of(1)).build())
        .withMessage("the series 's' needs one value for each of the 2 groups, found 1");
  }

  @Test
  void aLogarithmicAxisTakesNoZero() {
    ScatterChart.Builder chart =
        ScatterChart.builder("c", Axis.logarithmic("price"), Axis.of("F1"))
            .point("free", "local", 0, Estimate.of(1), false);
    assertThatIllegalArgumentException()
        .isThrownBy(chart::build)
        .withMessage(
            "the point 'free' on the axis 'price' must be positive on a logarithmic scale, found 0.0");
  }

  @Test
  void sectionsHaveDistinctIds() {
    Section section = Section.builder("a", "A").paragraph("p").build();
    Report.Builder report = Report.builder("r").section(section).section(section);
    assertThatIllegalArgumentException()
        .isThrownBy(report::build)
        .withMessage("'a' is twice among the sections of the report 'r'");
    assertThatIllegalArgumentException().isThrownBy(() -> Section.builder("A b", "A").build());
  }

  @Test
  void anEstimateKeepsItsBoundsInOrder() {
    assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(1, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Estimate.of(Double.NaN, 1, 2));
    assertThat(Estimate.of(0.5, 0.25, 0.75).times(100)).isEqualTo(Estimate.of(50, 25, 75));
    assertThat(Estimate.MISSING.times(100).isMissing()).isTrue();
  }

  @Test
  void numbersAreRoundedAsOnPaper() {
    assertThat(Numbers.fixed(0.125, 2)).isEqualTo("0.13");
    assertThat(Numbers.signed(0.001, 2)).isEqualTo("0.00");
    assertThat(Numbers.signed(1.5, 1)).isEqualTo("+1.5");
    assertThat(Numbers.fixed(-0.001, 2)).isEqualTo("0.00");
    assertThat(Numbers.significant(0.00012345)).isEqualTo("0.0001235");
    assertThat(Numbers.significant(1200)).isEqualTo("1200");
    assertThat(Numbers.fixed(Double.NaN, 2)).isEqualTo("–");
  }
}
