package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A tree whose leaves hold the probability of a match, laid out in arrays: the root at 0, each node
 * right before its first subtree. The arrays are not copied and must not be written to.
 */
final class DecisionTree {

  /** Stands for the feature at a leaf. */
  static final int LEAF = -1;

  private static final int MAX_NODES = 10_000_000;

  private final int[] features;
  private final double[] values;
  private final int[] greater;

  /**
   * A tree from its arrays.
   *
   * @param features which feature a node asks for, {@link #LEAF} at a leaf
   * @param values the threshold at an inner node, the probability of a match at a leaf
   * @param greater where to go on with a value greater than the threshold; the other child is the
   *     node that follows
   */
  DecisionTree(int[] features, double[] values, int[] greater) {
    this.features = features;
    this.values = values;
    this.greater = greater;
  }

  double probability(double[] x) {
    int node = 0;
    while (features[node] != LEAF) {
      node = x[features[node]] > values[node] ? greater[node] : node + 1;
    }
    return values[node];
  }

  int nodes() {
    return features.length;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(features.length);
    for (int node = 0; node < features.length; node++) {
      out.writeInt(features[node]);
      out.writeDouble(values[node]);
      if (features[node] != LEAF) {
        out.writeInt(greater[node]);
      }
    }
  }

  /** Reads a tree and checks that every walk over that many features ends at a leaf. */
  static DecisionTree read(DataInput in, int featureCount) throws IOException {
    int nodes = in.readInt();
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IOException("a tree of " + nodes + " nodes");
    }
    var tree = new DecisionTree(new int[nodes], new double[nodes], new int[nodes]);
    for (int node = 0; node < nodes; node++) {
      tree.features[node] = in.readInt();
      tree.values[node] = in.readDouble();
      if (tree.features[node] != LEAF) {
        tree.greater[node] = in.readInt();
      }
      if (!tree.isSound(node, featureCount)) {
        throw new IOException("node " + node + " of a tree is broken");
      }
    }
    return tree;
  }

  private boolean isSound(int node, int featureCount) {
    if (features[node] == LEAF) {
      return values[node] >= 0 && values[node] <= 1;
    }
    // Children always lie behind their parent, so a walk cannot go round in circles.
    return features[node] >= 0
        && features[node] < featureCount
        && node + 1 < features.length
        && greater[node] > node
        && greater[node] < features.length;
  }
}
