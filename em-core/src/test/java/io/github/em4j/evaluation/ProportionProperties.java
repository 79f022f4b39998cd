package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProportionProperties {

  @Property
  void theIntervalHoldsTheValueAndIsNeverOfNoWidth(
      @ForAll @IntRange(max = 500) int part, @ForAll @IntRange(max = 500) int rest) {
    var proportion = new Proportion(part, part + rest);

    proportion
        .interval(0.95)
        .ifPresent(
            interval -> {
              assertThat(interval.estimate()).isEqualTo(proportion.value().orElseThrow());
              assertThat(interval.contains(interval.estimate())).isTrue();
              assertThat(interval.low()).isBetween(0.0, interval.high());
              assertThat(interval.high()).isLessThanOrEqualTo(1).isGreaterThan(interval.low());
            });
    assertThat(proportion.interval(0.95).isPresent()).isEqualTo(part + rest > 0);
  }

  @Property
  void theBoundsAreWhereTheScoreTestJustRejects(
      @ForAll @IntRange(min = 1, max = 300) int part,
      @ForAll @IntRange(min = 1, max = 300) int rest) {
    int whole = part + rest;
    ConfidenceInterval interval = new Proportion(part, whole).interval(0.95).orElseThrow();

    for (double bound : new double[] {interval.low(), interval.high()}) {
      double z = ((double) part / whole - bound) / Math.sqrt(bound * (1 - bound) / whole);
      assertThat(Math.abs(z)).isCloseTo(1.959963984540054, within(1e-6));
    }
  }

  @Property
  void theRestHasTheMirroredInterval(
      @ForAll @IntRange(max = 300) int part, @ForAll @IntRange(min = 1, max = 300) int rest) {
    ConfidenceInterval one = new Proportion(part, part + rest).interval(0.9).orElseThrow();
    ConfidenceInterval other = new Proportion(rest, part + rest).interval(0.9).orElseThrow();

    assertThat(other.low()).isCloseTo(1 - one.high(), within(1e-12));
    assertThat(other.high()).isCloseTo(1 - one.low(), within(1e-12));
  }

  @Example
  void refusesWhatIsNoPart() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(-1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proportion(0, 1).interval(Double.NaN))
        .withMessageContaining("NaN");
  }
}
