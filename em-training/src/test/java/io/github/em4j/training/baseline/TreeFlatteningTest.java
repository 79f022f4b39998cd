package io.github.em4j.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

class TreeFlatteningTest {

  private static final FeatureBins BINS = new FeatureBins(new double[][] {{0}, {1}, {2}});
  private static final double MATCH_SHARE = 0.125;
  private static final double[] LOW = {0};
  private static final double[] HIGH = {2};

  private static DecisionTree flat(Node<Label> root) {
    return new TreeFlattening(new int[] {0}, BINS, MATCH_SHARE).flatten(root);
  }

  private static Node<Label> leaf(double match) {
    var label = new Label("match", match);
    return new LeafNode<>(0, label, Map.of("match", label), true);
  }

  private static Node<Label> split(Node<Label> lessOrEqual, Node<Label> greater) {
    return new SplitNode<>(0.5, 0, 0, greater, lessOrEqual);
  }

  @Test
  void keepsProbabilitiesOnTheirSides() {
    DecisionTree tree = flat(split(leaf(0.2), leaf(0.9)));
    assertThat(tree.probability(LOW)).isEqualTo(0.2);
    assertThat(tree.probability(HIGH)).isEqualTo(0.9);
  }

  @Test
  void besideAnEmptyLeafItsSiblingAnswers() {
    assertThat(flat(split(leaf(Double.NaN), leaf(0.9))).probability(LOW)).isEqualTo(0.9);
    assertThat(flat(split(leaf(0.2), leaf(Double.NaN))).probability(HIGH)).isEqualTo(0.2);
  }

  @Test
  void besideTwoEmptyLeavesTheirUncleAnswers() {
    Node<Label> empty = split(leaf(Double.NaN), leaf(Double.NaN));
    assertThat(flat(split(empty, leaf(0.9))).probability(LOW)).isEqualTo(0.9);
    assertThat(flat(split(leaf(0.2), split(leaf(0.4), empty))).probability(HIGH)).isEqualTo(0.4);
  }

  @Test
  void aTreeOfEmptyLeavesAnswersWithTheShareOfMatches() {
    assertThat(flat(leaf(Double.NaN)).probability(LOW)).isEqualTo(MATCH_SHARE);
    assertThat(flat(split(leaf(Double.NaN), leaf(Double.NaN))).probability(HIGH))
        .isEqualTo(MATCH_SHARE);
  }
}
