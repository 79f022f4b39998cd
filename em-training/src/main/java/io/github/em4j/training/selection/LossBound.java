package io.github.em4j.training.selection;

/**
 * A bound on the loss of a pair's label, −ln p(label): a loss, or the share of the pairs that have
 * a lower one.
 *
 * @param kind what the value is
 * @param value a loss of at least 0, or a share in (0, 1)
 */
public record LossBound(Kind kind, double value) {

  /** What the value of a bound is. */
  public enum Kind {
    /** A loss in nats. */
    LOSS,
    /** A share of the pairs of the set that have a loss, in the order of their losses. */
    QUANTILE
  }

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if it is out of range or not a number
   */
  public LossBound {
    boolean allowed =
        kind == Kind.LOSS ? value >= 0 && Double.isFinite(value) : value > 0 && value < 1;
    if (!allowed) {
      throw new IllegalArgumentException(
          kind == Kind.LOSS
              ? "a loss must be at least 0 and finite, found " + value
              : "a quantile must lie between 0 and 1, found " + value);
    }
  }

  /**
   * A loss.
   *
   * @param loss in nats, at least 0
   * @return the bound
   */
  public static LossBound loss(double loss) {
    return new LossBound(Kind.LOSS, loss);
  }

  /**
   * The loss of a label of this probability.
   *
   * @param probability in (0, 1]
   * @return the bound
   * @throws IllegalArgumentException if it lies outside
   */
  public static LossBound probability(double probability) {
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability must lie in (0, 1], found " + probability);
    }
    // No negative zero, which would be another bound than zero.
    return new LossBound(Kind.LOSS, Math.abs(-Math.log(probability)));
  }

  /**
   * The loss that a share of the pairs stays below.
   *
   * @param share between 0 and 1, for example 0.95
   * @return the bound
   */
  public static LossBound quantile(double share) {
    return new LossBound(Kind.QUANTILE, share);
  }

  /** A bound such that losses strictly below it are of at most the share of the pairs. */
  double asLowerBound(double[] sorted) {
    if (kind == Kind.LOSS) {
      return value;
    }
    int index = (int) Math.floor(value * sorted.length);
    return sorted.length == 0 ? 0 : sorted[Math.min(index, sorted.length - 1)];
  }

  /** A bound such that losses strictly above it are of at most the rest of the pairs. */
  double asUpperBound(double[] sorted) {
    if (kind == Kind.LOSS) {
      return value;
    }
    int index = (int) Math.ceil(value * sorted.length) - 1;
    return sorted.length == 0 ? Double.POSITIVE_INFINITY : sorted[Math.max(index, 0)];
  }

  @Override
  public String toString() {
    return (kind == Kind.LOSS ? "loss " : "quantile ") + value;
  }
}
