package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MatchClassifierTest {

  /** A forest of one tree that answers with 0.1, 0.4 or 0.8 by its only feature. */
  private static final Forest STEPS =
      new Forest(
          List.of(
              new DecisionTree(
                  new int[] {0, DecisionTree.LEAF, 0, DecisionTree.LEAF, DecisionTree.LEAF},
                  new double[] {1, 0.1, 2, 0.4, 0.8},
                  new int[] {2, 0, 4, 0, 0})));

  @Test
  void aTreeGoesRightOnlyAboveTheThreshold() {
    assertThat(STEPS.probability(new double[] {1})).isEqualTo(0.1);
    assertThat(STEPS.probability(new double[] {1.5})).isEqualTo(0.4);
    assertThat(STEPS.probability(new double[] {2})).isEqualTo(0.4);
    assertThat(STEPS.probability(new double[] {2.1})).isEqualTo(0.8);
  }

  @Test
  void theThresholdWithTheBestF1PartsTheProbabilities() {
    // Above 2: one match. Between: one match, one non-match. F1 is 2/3 without and 4/5 with these.
    double[][] features = {{3}, {1.5}, {1.5}, {0}, {0}};
    boolean[] matches = {true, true, false, false, false};
    MatchClassifier classifier = MatchClassifier.fit(STEPS, features, matches);
    assertThat(classifier.validationF1()).isEqualTo(0.8);
    assertThat(classifier.threshold())
        .isBetween(
            classifier.probability(new double[] {0}), classifier.probability(new double[] {1.5}));
  }

  @Test
  void ofEquallyGoodThresholdsTheHighestIsChosen() {
    // Above 2: F1 2/3. Down to 1: two of four found among three, 2 * 1 / 3 as well.
    double[][] features = {{3}, {1.5}, {1.5}, {1.5}, {0}};
    boolean[] matches = {true, true, false, false, false};
    MatchClassifier classifier = MatchClassifier.fit(STEPS, features, matches);
    assertThat(classifier.validationF1()).isEqualTo(2 / 3.0);
    assertThat(classifier.threshold())
        .isGreaterThan(classifier.probability(new double[] {1.5}))
        .isLessThan(classifier.probability(new double[] {3}));
  }

  @Test
  void theThresholdPartsNeighbouringProbabilities() {
    double higher = Math.nextUp(0.5);
    MatchClassifier.Choice choice =
        MatchClassifier.bestF1(new double[] {0.5, higher}, new boolean[] {false, true});
    assertThat(choice).isEqualTo(new MatchClassifier.Choice(higher, 1));
  }
}
