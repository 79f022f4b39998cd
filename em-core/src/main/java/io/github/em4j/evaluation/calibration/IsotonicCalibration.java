package io.github.em4j.evaluation.calibration;

import static java.util.Objects.requireNonNull;

import io.github.em4j.evaluation.Predictions;
import io.github.em4j.evaluation.ScoredPredictions;
import java.util.Arrays;
import java.util.Optional;

/**
 * The non-decreasing curve that lies nearest to the labels (isotonic regression), after Zadrozny
 * and Elkan, "Transforming Classifier Scores into Accurate Multiclass Probability Estimates"
 * (2002). It needs no shape to be assumed, but more data than {@link TemperatureScaling}: about a
 * thousand pairs.
 *
 * <p>The curve is made of knots. Below the first and above the last one it is constant, between two
 * it is a straight line. Each pool of pairs that share a rate has one knot at its lowest and one at
 * its highest probability, so the curve is flat there: pairs that differed before may be equal
 * after, none change places.
 *
 * <p>A pool of {@code k} matches without a non-match has the rate 1, which nobody knows after
 * finitely many pairs. So every rate is moved into {@code [1 / (n + 2), 1 - 1 / (n + 2)]}, where
 * {@code n} is the number of all pairs: what Laplace's rule of succession says after {@code n}
 * pairs of one kind.
 */
public final class IsotonicCalibration implements Calibrator {
  // Strictly rising, in [0, 1].
  private final double[] probabilities;
  // Non-decreasing, in (0, 1); as many as probabilities.
  private final double[] rates;
  private final Optional<FittedOn> fittedOn;

  private IsotonicCalibration(double[] probabilities, double[] rates, Optional<FittedOn> fittedOn) {
    this.probabilities = probabilities;
    this.rates = rates;
    this.fittedOn = fittedOn;
  }

  /**
   * A curve through given knots.
   *
   * @param probabilities what the matcher says: strictly rising, in [0, 1], at least one
   * @param rates what to say instead: never falling, in (0, 1), as many
   * @return the calibrator
   * @throws IllegalArgumentException if the numbers are not as described
   */
  public static IsotonicCalibration of(double[] probabilities, double[] rates) {
    return of(probabilities, rates, Optional.empty());
  }

  static IsotonicCalibration of(
      double[] probabilities, double[] rates, Optional<FittedOn> fittedOn) {
    requireNonNull(fittedOn, "fittedOn");
    if (probabilities.length != rates.length || rates.length == 0) {
      throw new IllegalArgumentException(
          "a curve needs as many probabilities as rates and at least one, found %d and %d"
              .formatted(probabilities.length, rates.length));
    }
    for (int i = 0; i < rates.length; i++) {
      // Written so that NaN fails as well.
      boolean inRange =
          probabilities[i] >= 0 && probabilities[i] <= 1 && rates[i] > 0 && rates[i] < 1;
      boolean inOrder =
          i == 0 || (probabilities[i] > probabilities[i - 1] && rates[i] >= rates[i - 1]);
      if (!inRange || !inOrder) {
        throw new IllegalArgumentException(
            "knots need rising probabilities in [0, 1] and rates in (0, 1) that never fall, found %s to %s at index %d"
                .formatted(probabilities[i], rates[i], i));
      }
    }
    return new IsotonicCalibration(probabilities.clone(), rates.clone(), fittedOn);
  }

  /**
   * Fits the curve with the least squared distance to the labels of a validation split, by pooling
   * adjacent violators. Pairs of equal probability count as one point with their rate of matches.
   *
   * @param validation predictions on the split to fit on; pairs without a probability are left out
   * @return the calibrator
   * @throws IllegalArgumentException if the split is called {@code test} or something that begins
   *     so, or has no match or no non-match with a probability
   */
  public static IsotonicCalibration fitOn(Predictions validation) {
    ScoredPredictions scored = FittedOn.checked(validation);
    IsotonicCalibration unnamed = fit(scored);
    return new IsotonicCalibration(
        unnamed.probabilities,
        unnamed.rates,
        Optional.of(FittedOn.of(validation, scored, unnamed)));
  }

  private static IsotonicCalibration fit(ScoredPredictions scored) {
    MatchPools pools = MatchPools.of(scored);
    double lowest = 1.0 / (scored.size() + 2);
    var probabilities = new double[2 * pools.count()];
    var rates = new double[2 * pools.count()];
    int knots = 0;
    for (int pool = 0; pool < pools.count(); pool++) {
      double rate = Math.max(lowest, Math.min(1 - lowest, pools.rate(pool)));
      probabilities[knots] = pools.low(pool);
      rates[knots++] = rate;
      if (pools.high(pool) > pools.low(pool)) {
        probabilities[knots] = pools.high(pool);
        rates[knots++] = rate;
      }
    }
    return new IsotonicCalibration(
        Arrays.copyOf(probabilities, knots), Arrays.copyOf(rates, knots), Optional.empty());
  }

  @Override
  public double calibrate(double matchProbability) {
    // Written so that NaN fails as well.
    if (!(matchProbability >= 0 && matchProbability <= 1)) {
      throw new IllegalArgumentException(
          "a probability must lie in [0, 1], found " + matchProbability);
    }
    int above = firstKnotFrom(matchProbability);
    if (above == 0) {
      return rates[0];
    }
    if (above == rates.length) {
      return rates[above - 1];
    }
    double low = probabilities[above - 1];
    double part = (matchProbability - low) / (probabilities[above] - low);
    double rate = rates[above - 1] + part * (rates[above] - rates[above - 1]);
    // Rounding may carry the line past its end.
    return Math.min(rates[above], rate);
  }

  /** The first knot at or above a probability, or the number of knots. */
  private int firstKnotFrom(double probability) {
    int low = 0;
    int high = probabilities.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (probabilities[middle] < probability) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public Optional<FittedOn> fittedOn() {
    return fittedOn;
  }

  /**
   * Where the knots lie.
   *
   * @return a copy: strictly rising, in [0, 1], at least one
   */
  public double[] probabilities() {
    return probabilities.clone();
  }

  /**
   * The calibrated probability at each knot.
   *
   * @return a copy: never falling, in (0, 1), as many as {@link #probabilities}
   */
  public double[] rates() {
    return rates.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IsotonicCalibration that
        && Arrays.equals(probabilities, that.probabilities)
        && Arrays.equals(rates, that.rates)
        && fittedOn.equals(that.fittedOn);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(probabilities) + Arrays.hashCode(rates))
        + fittedOn.hashCode();
  }

  /** The calibrator and its origin, as it stands in a provenance. */
  @Override
  public String toString() {
    return "isotonic, "
        + rates.length
        + " knots"
        + fittedOn.map(f -> " (" + f + ")").orElse(" (fixed)");
  }
}
