package io.github.em4j.training.pretraining;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The numbers of a model before it has learned anything. Half of the query heads start as copies of
 * the key head that they read, so attention goes to equal tokens from the first step on: a model
 * that is to compare two texts need not find that out, which otherwise is a long plateau.
 */
final class StartingWeights {
  private static final double DEVIATION = 0.02;
  private static final double INNER = 0.6;

  private final LlamaConfig shape;
  private final long seed;

  StartingWeights(LlamaConfig shape, long seed) {
    this.shape = shape;
    this.seed = seed;
  }

  /** The numbers of a tensor, row-major. */
  float[] of(String name, List<Long> dimensions) {
    int size = Math.toIntExact(dimensions.stream().reduce(1L, Math::multiplyExact));
    if (dimensions.size() == 1) {
      float[] norm = new float[size];
      Arrays.fill(norm, 1);
      return norm;
    }
    if (name.endsWith("k_proj.weight")) {
      return keys(name);
    }
    double deviation = deviation(name);
    float[] numbers = normal(name, size, deviation);
    if (name.endsWith("q_proj.weight")) {
      copyKeys(keys(name.replace("q_proj", "k_proj")), numbers);
    }
    return numbers;
  }

  private double deviation(String name) {
    if (name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight")) {
      return DEVIATION / Math.sqrt(2.0 * shape.layers());
    }
    return name.contains(".layers.") ? INNER / Math.sqrt(shape.hiddenSize()) : DEVIATION;
  }

  private float[] keys(String name) {
    int size = shape.keyValueHeads() * shape.headSize() * shape.hiddenSize();
    return normal(name, size, 1 / Math.sqrt(shape.hiddenSize()));
  }

  /** A key head is read by a group of query heads; the first half of them becomes equal to it. */
  private void copyKeys(float[] keys, float[] queries) {
    int head = shape.headSize() * shape.hiddenSize();
    int group = shape.heads() / shape.keyValueHeads();
    for (int key = 0; key < shape.keyValueHeads(); key++) {
      for (int query = 0; query < (group + 1) / 2; query++) {
        System.arraycopy(keys, key * head, queries, (key * group + query) * head, head);
      }
    }
  }

  private float[] normal(String name, int size, double deviation) {
    var random = new SplittableRandom(seed * 31 + name.hashCode());
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = (float) random.nextGaussian(0, deviation);
    }
    return numbers;
  }
}
