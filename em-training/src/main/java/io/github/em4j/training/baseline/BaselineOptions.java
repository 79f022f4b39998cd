package io.github.em4j.training.baseline;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** How the baseline is trained. Immutable. */
public final class BaselineOptions {

  /** 100 trees, seed 42, a fifth held out where there is no validation split, all processors. */
  public static final BaselineOptions DEFAULTS = builder().build();

  private final int trees;
  private final long seed;
  private final double heldOutShare;
  private final int threads;
  private final Set<String> ignoredAttributes;

  private BaselineOptions(Builder builder) {
    this.trees = builder.trees;
    this.seed = builder.seed;
    this.heldOutShare = builder.heldOutShare;
    this.threads = builder.threads;
    this.ignoredAttributes = builder.ignoredAttributes;
  }

  /**
   * Starts from the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How many trees a forest has.
   *
   * @return at least 1
   */
  public int trees() {
    return trees;
  }

  /**
   * The seed of everything random: the same seed on the same pairs gives the same matcher, with any
   * number of threads.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * Which part of the training pairs is held out for calibration and threshold where there is no
   * validation split.
   *
   * @return in (0, 1)
   */
  public double heldOutShare() {
    return heldOutShare;
  }

  /**
   * How many threads train.
   *
   * @return at least 1
   */
  public int threads() {
    return threads;
  }

  /**
   * The attributes that the matcher does not look at.
   *
   * @return their names, in alphabetical order; may be empty
   */
  public Set<String> ignoredAttributes() {
    return ignoredAttributes;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private int trees = 100;
    private long seed = 42;
    private double heldOutShare = 0.2;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Set<String> ignoredAttributes = Set.of();

    private Builder() {}

    /**
     * Sets how many trees a forest has.
     *
     * @param trees at least 1; default 100
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder trees(int trees) {
      this.trees = requirePositive("trees", trees);
      return this;
    }

    /**
     * Sets the seed of everything random.
     *
     * @param seed any number; default 42
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets which part of the training pairs is held out where there is no validation split.
     *
     * @param share in (0, 1); default 0.2
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder heldOutShare(double share) {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("heldOutShare must lie in (0, 1), found " + share);
      }
      this.heldOutShare = share;
      return this;
    }

    /**
     * Sets how many threads train.
     *
     * @param threads at least 1; default as many as there are processors
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder threads(int threads) {
      this.threads = requirePositive("threads", threads);
      return this;
    }

    /**
     * Sets attributes that the matcher is not to look at, in training and afterwards: for example
     * those that the records to be matched will not have.
     *
     * @param attributes names as the records have them; default none
     * @return this builder
     */
    public Builder ignoredAttributes(Collection<String> attributes) {
      this.ignoredAttributes = Collections.unmodifiableSet(new TreeSet<>(attributes));
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the options
     */
    public BaselineOptions build() {
      return new BaselineOptions(this);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
