package io.github.em4j.training.baseline;

import java.util.ArrayList;
import java.util.List;
import org.tribuo.classification.Label;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;

/**
 * Lays a tree of Tribuo's nodes out in arrays, each node before its two subtrees.
 *
 * <p>Seen with Tribuo 4.3.2: a leaf without probabilities (NaN), which stands for no training
 * pairs. What lies beside it answers instead, since all pairs of the parent are there; in a tree of
 * such leaves only, the share of matches in training. No NaN gets into the arrays.
 */
final class TreeFlattening {
  private final int[] featureOfId;
  private final FeatureBins bins;
  private final double matchShare;
  private final List<Integer> features = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final List<Integer> greater = new ArrayList<>();

  /**
   * Prepares for one tree.
   *
   * @param featureOfId the feature that each of Tribuo's feature ids stands for
   * @param matchShare the share of matches in training, in [0, 1]
   */
  TreeFlattening(int[] featureOfId, FeatureBins bins, double matchShare) {
    this.featureOfId = featureOfId;
    this.bins = bins;
    this.matchShare = matchShare;
  }

  DecisionTree flatten(Node<Label> root) {
    if (isEmpty(root)) {
      addNode(DecisionTree.LEAF, matchShare);
    } else {
      add(root);
    }
    return new DecisionTree(
        features.stream().mapToInt(Integer::intValue).toArray(),
        values.stream().mapToDouble(Double::doubleValue).toArray(),
        greater.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Adds a subtree that is not empty. */
  private void add(Node<Label> node) {
    if (node instanceof SplitNode<Label> split) {
      if (isEmpty(split.getGreaterThan())) {
        add(split.getLessThanOrEqual());
      } else if (isEmpty(split.getLessThanOrEqual())) {
        add(split.getGreaterThan());
      } else {
        addSplit(split);
      }
    } else if (node instanceof LeafNode<Label> leaf) {
      addNode(DecisionTree.LEAF, Math.max(0, Math.min(1, score(leaf))));
    } else {
      throw new IllegalStateException("a tree with an unknown kind of node: " + node);
    }
  }

  private void addSplit(SplitNode<Label> split) {
    int index = features.size();
    int feature = featureOfId[split.getFeatureID()];
    addNode(feature, bins.upperEdge(feature, (int) Math.floor(split.splitValue())));
    add(split.getLessThanOrEqual());
    greater.set(index, features.size());
    add(split.getGreaterThan());
  }

  private void addNode(int feature, double value) {
    features.add(feature);
    values.add(value);
    greater.add(0);
  }

  /** Whether no leaf of a subtree has probabilities. */
  private static boolean isEmpty(Node<Label> node) {
    if (node instanceof SplitNode<Label> split) {
      return isEmpty(split.getGreaterThan()) && isEmpty(split.getLessThanOrEqual());
    }
    return node instanceof LeafNode<Label> leaf && Double.isNaN(score(leaf));
  }

  private static double score(LeafNode<Label> leaf) {
    Label match = leaf.getDistribution().get(ForestTrainer.MATCH);
    return match == null ? 0 : match.getScore();
  }
}
