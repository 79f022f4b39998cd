package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Turns a forest's score into a calibrated probability: a logistic curve over the score's log-odds,
 * fitted on pairs that the forest did not learn from (Platt, "Probabilistic Outputs for Support
 * Vector Machines", 1999, with his corrected targets). It rises strictly, so it never changes the
 * order of pairs.
 *
 * @param slope positive
 * @param intercept finite
 */
record PlattScaling(double slope, double intercept) {

  private static final double LOWEST = 1e-4;
  private static final int STEPS = 50;

  /** Keeps the slope positive where the validation labels are noise. */
  private static final double FLATTEST = 0.05;

  private static final double RIDGE = 1e-3;

  PlattScaling {
    if (!(slope > 0 && Double.isFinite(slope) && Double.isFinite(intercept))) {
      throw new IllegalArgumentException(
          "a calibration needs a positive slope and a finite intercept, found "
              + slope
              + ", "
              + intercept);
    }
  }

  /**
   * Fits the curve by Newton's method.
   *
   * @param scores in [0, 1]
   * @param matches the labels, of both kinds
   */
  static PlattScaling fit(double[] scores, boolean[] matches) {
    int positives = 0;
    for (boolean match : matches) {
      positives += match ? 1 : 0;
    }
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1.0 / (matches.length - positives + 2.0);
    double slope = 1;
    double intercept = 0;
    for (int step = 0; step < STEPS; step++) {
      // The ridge pulls towards the forest's own probabilities.
      double gradientSlope = RIDGE * (slope - 1);
      double gradientIntercept = RIDGE * intercept;
      double slopeSlope = RIDGE;
      double slopeIntercept = 0;
      double interceptIntercept = RIDGE;
      for (int i = 0; i < scores.length; i++) {
        double x = logOdds(scores[i]);
        double p = sigmoid(slope * x + intercept);
        double error = p - (matches[i] ? high : low);
        double curvature = Math.max(p * (1 - p), 1e-9);
        gradientSlope += error * x;
        gradientIntercept += error;
        slopeSlope += curvature * x * x;
        slopeIntercept += curvature * x;
        interceptIntercept += curvature;
      }
      double determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
      if (determinant < 1e-12) {
        break;
      }
      double stepSlope =
          (interceptIntercept * gradientSlope - slopeIntercept * gradientIntercept) / determinant;
      double stepIntercept =
          (slopeSlope * gradientIntercept - slopeIntercept * gradientSlope) / determinant;
      // Damped: a full Newton step can overshoot where the classes are far apart.
      double damping = Math.min(1, 1 / (Math.abs(stepSlope) + Math.abs(stepIntercept) + 1e-12));
      slope = Math.max(FLATTEST, slope - damping * stepSlope);
      intercept -= damping * stepIntercept;
    }
    return new PlattScaling(slope, intercept);
  }

  /** The calibrated probability of a score in [0, 1]. */
  double probability(double score) {
    return sigmoid(slope * logOdds(score) + intercept);
  }

  void write(DataOutput out) throws IOException {
    out.writeDouble(slope);
    out.writeDouble(intercept);
  }

  static PlattScaling read(DataInput in) throws IOException {
    double slope = in.readDouble();
    double intercept = in.readDouble();
    try {
      return new PlattScaling(slope, intercept);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static double logOdds(double score) {
    // Shrunk and not cut off, so that different scores stay different.
    double inside = LOWEST + (1 - 2 * LOWEST) * score;
    return Math.log(inside / (1 - inside));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
