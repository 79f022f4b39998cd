package io.github.em4j.training.baseline;

import java.util.Arrays;

/** Which tokens two texts share and which stand on one side only. */
final class SharedTokens {

  /** How many distinct tokens are shared. */
  final int count;

  /** The sum of their weights. */
  final double weight;

  /** The weight of the most telling one, 0 without any. */
  final double rarest;

  /** The cosine of the two TF-IDF vectors, in [0, 1]. */
  final double cosine;

  /** Indices of the tokens that only the first text has. */
  final int[] onlyA;

  /** Indices of the tokens that only the second text has. */
  final int[] onlyB;

  SharedTokens(TextProfile a, TextProfile b) {
    int shared = 0;
    double sharedWeight = 0;
    double rarestShared = 0;
    double product = 0;
    int[] restA = new int[a.tokens.length];
    int[] restB = new int[b.tokens.length];
    int i = 0;
    int j = 0;
    while (i < a.tokens.length || j < b.tokens.length) {
      int order = order(a, i, b, j);
      if (order == 0) {
        shared++;
        sharedWeight += a.weights[i];
        rarestShared = Math.max(rarestShared, a.weights[i]);
        product += a.tfIdf[i++] * b.tfIdf[j++];
      } else if (order < 0) {
        restA[i - shared] = i++;
      } else {
        restB[j - shared] = j++;
      }
    }
    this.count = shared;
    this.weight = sharedWeight;
    this.rarest = rarestShared;
    // Rounding can lift the cosine of equal texts above 1.
    this.cosine = Math.min(1, product);
    this.onlyA = Arrays.copyOf(restA, i - shared);
    this.onlyB = Arrays.copyOf(restB, j - shared);
  }

  /** An exhausted side comes last. */
  private static int order(TextProfile a, int i, TextProfile b, int j) {
    if (i == a.tokens.length) {
      return 1;
    }
    return j == b.tokens.length ? -1 : a.tokens[i].compareTo(b.tokens[j]);
  }
}
