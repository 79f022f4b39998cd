package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForestTrainerTest {

  private static final int PAIRS = 400;

  private static double[][] features() {
    var random = new SplittableRandom(3);
    double[][] features = new double[PAIRS][6];
    for (double[] row : features) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextDouble();
      }
    }
    return features;
  }

  @Test
  void findsTheFeatureThatDecides() {
    double[][] features = features();
    boolean[] matches = new boolean[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      matches[i] = features[i][4] > 0.8;
    }
    Forest forest =
        new ForestTrainer(200, 1)
            .train(new FeatureBins(features), matches, new int[] {0, 1, 2, 3, 4, 5});
    double[] likely = {0.5, 0.5, 0.5, 0.5, 0.95, 0.5};
    double[] unlikely = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    assertThat(forest.probability(likely)).isGreaterThan(forest.probability(unlikely) + 0.2);
  }

  @Test
  void featuresThatAreNoCandidatesDoNotCount() {
    double[][] features = features();
    boolean[] matches = new boolean[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      matches[i] = features[i][4] > 0.8;
    }
    Forest forest =
        new ForestTrainer(20, 1).train(new FeatureBins(features), matches, new int[] {0, 1, 2});
    double[] one = {0.5, 0.5, 0.5, 0, 0.95, 0};
    double[] other = {0.5, 0.5, 0.5, 1, 0.1, 1};
    assertThat(forest.probability(one)).isEqualTo(forest.probability(other));
  }

  @Test
  void survivesFeaturesThatSayNothing() {
    double[][] features = new double[20][3];
    boolean[] matches = new boolean[20];
    Arrays.fill(matches, 0, 5, true);
    Forest forest =
        new ForestTrainer(20, 1).train(new FeatureBins(features), matches, new int[] {0, 1, 2});
    assertThat(forest.probability(new double[3])).isBetween(0.1, 0.5);
  }

  @Test
  void binsKeepAFrequentValueApart() {
    double[][] values = new double[1000][1];
    for (int i = 0; i < 1000; i++) {
      values[i][0] = i < 900 ? -1 : i / 1000.0;
    }
    var bins = new FeatureBins(values);
    assertThat(bins.row(0)[0]).isZero();
    assertThat(bins.row(900)[0]).isEqualTo((byte) 1);
    assertThat(bins.row(999)[0]).isGreaterThan(bins.row(900)[0]);
    assertThat(bins.upperEdge(0, 0)).isBetween(-1.0, 0.9);
  }
}
