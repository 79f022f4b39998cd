package io.github.em4j.training.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Grows a {@link Forest} of Tribuo's CART trees.
 *
 * <p>Tribuo keeps every feature of a training set sorted at every node, so a tree over all rows and
 * features costs seconds. Each tree therefore sees a random part of the features (random subspaces;
 * Ho, 1998), bins instead of values, and a bootstrap sample with as many matches as there are and a
 * few times as many non-matches, weighted up to their number.
 */
final class ForestTrainer {
  static final String MATCH = "match";
  private static final String NON_MATCH = "nonMatch";

  private static final double FEATURES_PER_TREE = 0.25;
  private static final float FEATURES_PER_NODE = 0.5f;
  private static final int NON_MATCHES_PER_MATCH = 3;
  private static final float MIN_CHILD_WEIGHT = 2;
  private static final int MAX_DEPTH = 20;

  private final int trees;
  private final long seed;

  ForestTrainer(int trees, long seed) {
    this.trees = trees;
    this.seed = seed;
  }

  /**
   * Grows a forest with the threads of the current pool; how many there are does not change it.
   *
   * @param bins the features of the training pairs
   * @param matches their labels, of both kinds
   * @param candidates indices of the features to use
   */
  Forest train(FeatureBins bins, boolean[] matches, int[] candidates) {
    int[] positives = IntStream.range(0, matches.length).filter(i -> matches[i]).toArray();
    int[] negatives = IntStream.range(0, matches.length).filter(i -> !matches[i]).toArray();
    long[] seeds = new SplittableRandom(seed).longs(trees).toArray();
    List<DecisionTree> grown =
        Arrays.stream(seeds)
            .parallel()
            .mapToObj(
                treeSeed ->
                    grow(bins, positives, negatives, candidates, new SplittableRandom(treeSeed)))
            .toList();
    return new Forest(grown);
  }

  private static DecisionTree grow(
      FeatureBins bins,
      int[] positives,
      int[] negatives,
      int[] candidates,
      SplittableRandom random) {
    int[] features = subspace(candidates, random);
    // Padded, so that Tribuo's alphabetical order of names is the order of the features.
    String[] names =
        IntStream.range(0, features.length).mapToObj("%05d"::formatted).toArray(String[]::new);
    var labels = new LabelFactory();
    var sample =
        new MutableDataset<>(new SimpleDataSourceProvenance("bootstrap sample", labels), labels);
    int drawn = (int) Math.min(negatives.length, (long) NON_MATCHES_PER_MATCH * positives.length);
    for (int i = 0; i < positives.length; i++) {
      byte[] row = bins.row(positives[random.nextInt(positives.length)]);
      sample.add(example(row, features, names, MATCH, 1));
    }
    for (int i = 0; i < drawn; i++) {
      byte[] row = bins.row(negatives[random.nextInt(negatives.length)]);
      sample.add(example(row, features, names, NON_MATCH, (float) negatives.length / drawn));
    }
    TreeModel<Label> tree =
        new CARTClassificationTrainer(
                MAX_DEPTH,
                MIN_CHILD_WEIGHT,
                0,
                FEATURES_PER_NODE,
                false,
                new GiniIndex(),
                random.nextLong())
            .train(sample, Map.of());
    int[] featureOfId = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      featureOfId[tree.getFeatureIDMap().getID(names[i])] = features[i];
    }
    double matchShare = (double) positives.length / (positives.length + negatives.length);
    return new TreeFlattening(featureOfId, bins, matchShare).flatten(tree.getRoot());
  }

  /** A random part of the candidates, by a partial Fisher-Yates shuffle. */
  private static int[] subspace(int[] candidates, SplittableRandom random) {
    int[] shuffled = candidates.clone();
    int size = Math.max(1, (int) Math.round(FEATURES_PER_TREE * shuffled.length));
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(shuffled.length - i);
      int feature = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = feature;
    }
    return Arrays.copyOf(shuffled, size);
  }

  private static ArrayExample<Label> example(
      byte[] row, int[] features, String[] names, String label, float weight) {
    double[] values = new double[features.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row[features[i]];
    }
    var example = new ArrayExample<>(new Label(label), names, values);
    example.setWeight(weight);
    return example;
  }
}
