package io.github.em4j.training.baseline;

/** Writes feature values one after another into a part of an array. */
final class FeatureWriter {
  private final double[] features;
  private int next;

  FeatureWriter(double[] features, int offset) {
    this.features = features;
    this.next = offset;
  }

  void put(double value) {
    features[next++] = value;
  }

  void putMinMax(double left, double right) {
    put(Math.min(left, right));
    put(Math.max(left, right));
  }

  void putMaxMin(double left, double right) {
    put(Math.max(left, right));
    put(Math.min(left, right));
  }

  int next() {
    return next;
  }
}
