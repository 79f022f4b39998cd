package io.github.em4j.evaluation.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class SummaryProperties {

  @Property
  void theMeanLiesBetweenTheSmallestAndTheLargest(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = -1, max = 1) Double> drawn) {
    double[] values = drawn.stream().mapToDouble(Double::doubleValue).toArray();

    Summary summary = Summary.of(values);

    assertThat(summary.count()).isEqualTo(values.length);
    assertThat(summary.mean()).isBetween(summary.min(), summary.max());
    assertThat(summary.standardDeviation().isPresent()).isEqualTo(values.length > 1);
    // The deviation of a sample is never above its range.
    assertThat(summary.standardDeviation().orElse(0))
        .isBetween(0.0, summary.max() - summary.min() + 1e-12);
  }

  @Example
  void deviatesAsAHandComputes() {
    Summary summary = Summary.of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(summary.mean()).isEqualTo(5);
    assertThat(summary.standardDeviation().orElseThrow())
        .isCloseTo(Math.sqrt(32 / 7.0), within(1e-12));
    assertThat(Summary.of(3)).isEqualTo(new Summary(1, 3, OptionalDouble.empty(), 3, 3));
  }

  @Example
  void refusesNothingAndNaN() {
    assertThatIllegalArgumentException().isThrownBy(Summary::of);
    assertThatIllegalArgumentException().isThrownBy(() -> Summary.of(1, Double.NaN));
  }
}
