package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A forest with its calibration and the threshold that goes with it.
 *
 * @param threshold the calibrated probability from which on a pair is a match, in [0, 1]
 * @param validationF1 the F1 of that threshold on the pairs that it was chosen on, in [0, 1]
 */
record MatchClassifier(
    Forest forest, PlattScaling calibration, double threshold, double validationF1) {

  /**
   * Calibrates a forest and chooses the threshold with the best F1; of several equally good ones
   * the highest, in the middle between the two pairs that it parts.
   *
   * @param features of pairs that the forest did not learn from
   * @param matches their labels, of both kinds
   */
  static MatchClassifier fit(Forest forest, double[][] features, boolean[] matches) {
    double[] scores = Arrays.stream(features).mapToDouble(forest::probability).toArray();
    PlattScaling calibration = PlattScaling.fit(scores, matches);
    double[] probabilities = Arrays.stream(scores).map(calibration::probability).toArray();
    Choice best = bestF1(probabilities, matches);
    return new MatchClassifier(forest, calibration, best.threshold(), best.f1());
  }

  /** A threshold and the F1 that it reaches where it was chosen. */
  record Choice(double threshold, double f1) {}

  /** The rule of {@link io.github.em4j.evaluation.DecisionThreshold#bestF1On}, over arrays. */
  static Choice bestF1(double[] probabilities, boolean[] matches) {
    Integer[] byProbability = new Integer[probabilities.length];
    int positives = 0;
    for (int i = 0; i < byProbability.length; i++) {
      byProbability[i] = i;
      positives += matches[i] ? 1 : 0;
    }
    Arrays.sort(byProbability, (i, j) -> Double.compare(probabilities[j], probabilities[i]));
    double bestF1 = 0;
    double threshold = 0.5;
    int found = 0;
    for (int n = 0; n < byProbability.length; n++) {
      found += matches[byProbability[n]] ? 1 : 0;
      double here = probabilities[byProbability[n]];
      double next = n + 1 < byProbability.length ? probabilities[byProbability[n + 1]] : 0;
      double f1 = 2.0 * found / (n + 1 + positives);
      if (here > next && f1 > bestF1) {
        bestF1 = f1;
        double middle = next + (here - next) / 2;
        // Between two neighbouring doubles there is no middle.
        threshold = middle > next ? middle : here;
      }
    }
    return new Choice(threshold, bestF1);
  }

  /** The calibrated probability of a match. */
  double probability(double[] features) {
    return calibration.probability(forest.probability(features));
  }

  void write(DataOutput out) throws IOException {
    forest.write(out);
    calibration.write(out);
    out.writeDouble(threshold);
    out.writeDouble(validationF1);
  }

  static MatchClassifier read(DataInput in, int featureCount) throws IOException {
    Forest forest = Forest.read(in, featureCount);
    PlattScaling calibration = PlattScaling.read(in);
    double threshold = in.readDouble();
    double validationF1 = in.readDouble();
    if (!(threshold >= 0 && threshold <= 1 && validationF1 >= 0 && validationF1 <= 1)) {
      throw new IOException("threshold " + threshold + ", validation F1 " + validationF1);
    }
    return new MatchClassifier(forest, calibration, threshold, validationF1);
  }
}
