package io.github.em4j.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.em4j.evaluation.Calibration.Bin;
import io.github.em4j.evaluation.Calibration.Binning;
import io.github.em4j.evaluation.Given.ScoredPair;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CalibrationProperties {

  @Property
  void expectedErrorOfEqualWidthFollowsItsDefinition(
      @ForAll("pairs") List<ScoredPair> pairs, @ForAll @IntRange(min = 1, max = 20) int bins) {
    Assume.that(!pairs.isEmpty());
    double expected = 0;
    for (int bin = 0; bin < bins; bin++) {
      double low = (double) bin / bins;
      double high = (bin + 1.0) / bins;
      boolean first = bin == 0;
      List<ScoredPair> inside =
          pairs.stream()
              .filter(p -> (first || p.probability() > low) && p.probability() <= high)
              .toList();
      double mass = inside.stream().mapToDouble(ScoredPair::probability).sum();
      expected += Math.abs(mass - inside.stream().filter(ScoredPair::match).count());
    }

    assertThat(calibration(pairs, Binning.EQUAL_WIDTH, bins).expectedCalibrationError())
        .isCloseTo(expected / pairs.size(), within(1e-12));
  }

  @Property
  void binsHoldEveryPairOnceAndInOrder(
      @ForAll("pairs") List<ScoredPair> pairs,
      @ForAll Binning binning,
      @ForAll @IntRange(min = 1, max = 20) int bins) {
    Assume.that(!pairs.isEmpty());

    List<Bin> cut = calibration(pairs, binning, bins).bins();

    assertThat(cut).hasSizeLessThanOrEqualTo(bins);
    assertThat(cut.stream().mapToInt(Bin::pairs).sum()).isEqualTo(pairs.size());
    for (int i = 1; i < cut.size(); i++) {
      assertThat(cut.get(i).meanProbability()).isGreaterThan(cut.get(i - 1).meanProbability());
      assertThat(cut.get(i).low()).isGreaterThanOrEqualTo(cut.get(i - 1).high());
    }
  }

  @Property
  void distinctProbabilitiesAreCutIntoBinsOfEqualMass(
      @ForAll @IntRange(min = 1, max = 60) int size,
      @ForAll @IntRange(min = 1, max = 20) int bins) {
    Assume.that(bins <= size);
    var labels = new boolean[size];
    var probabilities = new double[size];
    for (int i = 0; i < size; i++) {
      probabilities[i] = i / 100.0;
    }

    List<Bin> cut =
        ScoredPredictions.of(labels, probabilities)
            .calibration(Binning.EQUAL_MASS, bins)
            .orElseThrow()
            .bins();

    assertThat(cut).hasSize(bins);
    assertThat(cut)
        .allSatisfy(bin -> assertThat(bin.pairs()).isBetween(size / bins, size / bins + 1));
  }

  @Property
  void theMeanGapIsAtMostTheWidest(
      @ForAll("pairs") List<ScoredPair> pairs, @ForAll Binning binning) {
    Assume.that(!pairs.isEmpty());
    Calibration calibration = calibration(pairs, binning, 10);

    assertThat(calibration.expectedCalibrationError())
        .isBetween(0.0, calibration.maximumCalibrationError() + 1e-12);
    assertThat(calibration.maximumCalibrationError()).isLessThanOrEqualTo(1);
  }

  private static Calibration calibration(List<ScoredPair> pairs, Binning binning, int bins) {
    return Given.scored(pairs).calibration(binning, bins).orElseThrow();
  }

  @Provide
  Arbitrary<List<ScoredPair>> pairs() {
    return ScoredPredictionsProperties.pairs();
  }
}
