package io.github.em4j.model;

import java.util.List;
import java.util.OptionalLong;

/** How a model generates text. Immutable. */
public final class GenerationOptions {

  /** Greedy, at most 256 tokens, no stop strings. */
  public static final GenerationOptions DEFAULTS = builder().build();

  private final int maxTokens;
  private final double temperature;
  private final double topP;
  private final List<String> stopStrings;
  private final OptionalLong seed;

  private GenerationOptions(Builder builder) {
    this.maxTokens = builder.maxTokens;
    this.temperature = builder.temperature;
    this.topP = builder.topP;
    this.stopStrings = builder.stopStrings;
    this.seed = builder.seed;
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
   * The most tokens to write.
   *
   * @return at least 1
   */
  public int maxTokens() {
    return maxTokens;
  }

  /**
   * How freely to sample.
   *
   * @return at least 0; 0 is greedy
   */
  public double temperature() {
    return temperature;
  }

  /**
   * The share of probability to sample from.
   *
   * @return in (0, 1]; 1 is everything
   */
  public double topP() {
    return topP;
  }

  /**
   * Texts that end the answer and are not part of it.
   *
   * @return may be empty
   */
  public List<String> stopStrings() {
    return stopStrings;
  }

  /**
   * The seed of the sampling.
   *
   * @return the seed, or empty where the model may choose
   */
  public OptionalLong seed() {
    return seed;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private int maxTokens = 256;
    private double temperature;
    private double topP = 1;
    private List<String> stopStrings = List.of();
    private OptionalLong seed = OptionalLong.empty();

    private Builder() {}

    /**
     * Sets the most tokens to write.
     *
     * @param maxTokens at least 1; default 256
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder maxTokens(int maxTokens) {
      if (maxTokens < 1) {
        throw new IllegalArgumentException("maxTokens must be at least 1, found " + maxTokens);
      }
      this.maxTokens = maxTokens;
      return this;
    }

    /**
     * Sets how freely to sample.
     *
     * @param temperature at least 0, finite; default 0, greedy
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder temperature(double temperature) {
      if (!(temperature >= 0 && Double.isFinite(temperature))) {
        throw new IllegalArgumentException(
            "temperature must be at least 0 and finite, found " + temperature);
      }
      this.temperature = temperature;
      return this;
    }

    /**
     * Sets the share of probability to sample from.
     *
     * @param topP in (0, 1]; default 1
     * @return this builder
     * @throws IllegalArgumentException if it lies outside
     */
    public Builder topP(double topP) {
      if (!(topP > 0 && topP <= 1)) {
        throw new IllegalArgumentException("topP must lie in (0, 1], found " + topP);
      }
      this.topP = topP;
      return this;
    }

    /**
     * Sets the texts that end the answer.
     *
     * @param stopStrings none of them empty
     * @return this builder
     * @throws IllegalArgumentException if one of them is empty
     */
    public Builder stopStrings(List<String> stopStrings) {
      if (stopStrings.contains("")) {
        throw new IllegalArgumentException("a stop string must not be empty, found " + stopStrings);
      }
      this.stopStrings = List.copyOf(stopStrings);
      return this;
    }

    /**
     * Sets the seed of the sampling.
     *
     * @param seed any number
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the options
     */
    public GenerationOptions build() {
      return new GenerationOptions(this);
    }
  }
}
