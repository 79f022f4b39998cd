package io.github.em4j.evaluation.calibration;

import io.github.em4j.evaluation.ScoredPredictions;

/**
 * Logistic regression of labels on the log-odds of probabilities: the slope, and if wanted the
 * intercept, with the least negative log-likelihood plus penalty.
 *
 * <p>The penalty makes the objective strictly convex, so Newton's method with step halving finds
 * its only minimum from anywhere.
 */
final class LogitRegression {
  /** Of the penalty {@code PENALTY / 2 * ((slope - 1)^2 + intercept^2)}. */
  static final double PENALTY = 0.01;

  /** A curve that falls or lies flat would lose the order of pairs. */
  static final double FLATTEST = 0.01;

  private static final int STEPS = 100;
  private static final int HALVINGS = 60;

  /** What step halving asks for, as part of what the gradient promises (Armijo's rule). */
  private static final double SUFFICIENT = 1e-4;

  /** Below this, the objective has no digits left to gain. */
  private static final double CONVERGED = 1e-20;

  /** The probability of a match is {@code sigmoid(slope * logOdds + intercept)}. */
  record Curve(double slope, double intercept) {}

  private enum Free {
    SLOPE,
    INTERCEPT,
    BOTH
  }

  private final double[] logOdds;
  private final int[] matches;
  private final int[] nonMatches;

  private LogitRegression(ScoredPredictions scored) {
    int groups = scored.groups();
    logOdds = new double[groups];
    matches = new int[groups];
    nonMatches = new int[groups];
    for (int group = 0; group < groups; group++) {
      logOdds[group] = TemperatureScaling.logOdds(scored.probability(group));
      matches[group] = scored.matchesAt(group);
      nonMatches[group] = scored.nonMatchesAt(group);
    }
  }

  /**
   * Fits the curve.
   *
   * @param scored at least one match and one non-match
   * @param withIntercept false keeps the intercept at 0
   */
  static Curve fit(ScoredPredictions scored, boolean withIntercept) {
    var regression = new LogitRegression(scored);
    var start = new Curve(1, 0);
    Curve fitted = regression.minimise(start, withIntercept ? Free.BOTH : Free.SLOPE);
    if (fitted.slope >= FLATTEST) {
      return fitted;
    }
    // The objective is convex: a minimum beyond the bound means that the bound itself is best.
    var flat = new Curve(FLATTEST, 0);
    return withIntercept ? regression.minimise(flat, Free.INTERCEPT) : flat;
  }

  private Curve minimise(Curve start, Free free) {
    Curve here = start;
    double value = objective(here);
    for (int step = 0; step < STEPS; step++) {
      Newton newton = newton(here, free);
      if (newton.promised <= CONVERGED) {
        return here;
      }
      double length = 1;
      Curve next = newton.from(here, length);
      double nextValue = objective(next);
      for (int i = 0;
          i < HALVINGS && !(nextValue <= value - SUFFICIENT * length * newton.promised);
          i++) {
        length /= 2;
        next = newton.from(here, length);
        nextValue = objective(next);
      }
      // Only rounding can keep a convex function from falling along Newton's direction.
      if (!(nextValue < value)) {
        return here;
      }
      here = next;
      value = nextValue;
    }
    return here;
  }

  double objective(Curve curve) {
    double sum =
        PENALTY / 2 * ((curve.slope - 1) * (curve.slope - 1) + curve.intercept * curve.intercept);
    for (int i = 0; i < logOdds.length; i++) {
      double x = curve.slope * logOdds[i] + curve.intercept;
      sum += matches[i] * softplus(-x) + nonMatches[i] * softplus(x);
    }
    return sum;
  }

  /** {@code ln(1 + e^x)} without overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** A step against the gradient, and by how much the objective falls along it at first. */
  private record Newton(double slope, double intercept, double promised) {
    Curve from(Curve here, double length) {
      return new Curve(here.slope - length * slope, here.intercept - length * intercept);
    }
  }

  private Newton newton(Curve here, Free free) {
    double bySlope = PENALTY * (here.slope - 1);
    double byIntercept = PENALTY * here.intercept;
    double slopeSlope = PENALTY;
    double slopeIntercept = 0;
    double interceptIntercept = PENALTY;
    for (int i = 0; i < logOdds.length; i++) {
      double p = 1 / (1 + Math.exp(-(here.slope * logOdds[i] + here.intercept)));
      int pairs = matches[i] + nonMatches[i];
      double error = pairs * p - matches[i];
      double curvature = pairs * p * (1 - p);
      bySlope += error * logOdds[i];
      byIntercept += error;
      slopeSlope += curvature * logOdds[i] * logOdds[i];
      slopeIntercept += curvature * logOdds[i];
      interceptIntercept += curvature;
    }
    return switch (free) {
      case SLOPE -> new Newton(bySlope / slopeSlope, 0, bySlope * bySlope / slopeSlope);
      case INTERCEPT ->
          new Newton(
              0, byIntercept / interceptIntercept, byIntercept * byIntercept / interceptIntercept);
      case BOTH -> {
        double determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
        double slope = (interceptIntercept * bySlope - slopeIntercept * byIntercept) / determinant;
        double intercept = (slopeSlope * byIntercept - slopeIntercept * bySlope) / determinant;
        yield new Newton(slope, intercept, bySlope * slope + byIntercept * intercept);
      }
    };
  }

  /** The objective at a curve, for tests that look for a better one. */
  static double objective(ScoredPredictions scored, Curve curve) {
    return new LogitRegression(scored).objective(curve);
  }
}
