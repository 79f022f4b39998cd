package io.github.em4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.em4j.report.PlotAxis.Tick;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class PlotAxisProperties {

  @Provide
  Arbitrary<Double> beginnings() {
    return Arbitraries.doubles().between(-1000, 1000);
  }

  @Provide
  Arbitrary<Double> lengths() {
    return Arbitraries.integers().between(-3000, 4000).map(power -> Math.pow(10, power / 1000.0));
  }

  @Provide
  Arbitrary<Double> prices() {
    return Arbitraries.integers().between(-6000, 6000).map(power -> Math.pow(10, power / 1000.0));
  }

  @Property
  void marksLieOnTheAxisAndTheirLabelsDiffer(
      @ForAll("beginnings") double low, @ForAll("lengths") double length) {
    List<Tick> ticks = PlotAxis.steps(low, low + length);
    assertThat(ticks).hasSizeBetween(2, 8);
    assertThat(ticks).extracting(Tick::label).doesNotHaveDuplicates();
    double slack = 1e-6 * length;
    assertThat(ticks)
        .allMatch(tick -> tick.place() >= low - slack && tick.place() <= low + length + slack);
  }

  @Property
  void aLogarithmicAxisHasMarksAndHoldsItsValues(
      @ForAll("prices") double one, @ForAll("prices") double other) {
    Axis axis = Axis.logarithmic("x");
    PlotAxis drawn = PlotAxis.of(axis, DoubleStream.of(one, other));
    assertThat(drawn.ticks()).isNotEmpty();
    assertThat(drawn.share(PlotAxis.place(axis, one))).isBetween(0.0, 1.0);
    assertThat(drawn.share(PlotAxis.place(axis, other))).isBetween(0.0, 1.0);
  }
}
