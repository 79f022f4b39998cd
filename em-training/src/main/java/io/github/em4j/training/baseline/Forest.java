package io.github.em4j.training.baseline;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decision trees that answer together, with the mean of their probabilities. Immutable. */
final class Forest {
  private final List<DecisionTree> trees;

  Forest(List<DecisionTree> trees) {
    this.trees = List.copyOf(trees);
  }

  /** The mean over the trees, in [0, 1]. */
  double probability(double[] features) {
    double sum = 0;
    for (DecisionTree tree : trees) {
      sum += tree.probability(features);
    }
    return sum / trees.size();
  }

  List<DecisionTree> trees() {
    return trees;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(trees.size());
    for (DecisionTree tree : trees) {
      tree.write(out);
    }
  }

  static Forest read(DataInput in, int featureCount) throws IOException {
    int size = in.readInt();
    if (size < 1) {
      throw new IOException("a forest of " + size + " trees");
    }
    var trees = new ArrayList<DecisionTree>();
    for (int i = 0; i < size; i++) {
      trees.add(DecisionTree.read(in, featureCount));
    }
    return new Forest(trees);
  }
}
