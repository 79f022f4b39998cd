package io.github.em4j.training.selection.search;

/** A query in the forms that a search needs. */
final class VectorQuery {
  /** As it was given. */
  final float[] raw;

  /** Its length. */
  final double norm;

  /** Filled up for tiles, and of length 1 where angles are compared. */
  final float[] numbers;

  VectorQuery(float[] raw, double norm, VectorTiles vectors, Similarity similarity) {
    this.raw = raw.clone();
    this.norm = norm;
    this.numbers = vectors.padded(raw);
    if (similarity == Similarity.COSINE && norm > 0) {
      for (int d = 0; d < numbers.length; d++) {
        numbers[d] = (float) (numbers[d] / norm);
      }
    }
  }
}
