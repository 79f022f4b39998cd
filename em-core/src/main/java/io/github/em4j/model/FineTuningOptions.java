package io.github.em4j.model;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What every fine-tuner can be told. What is absent, the fine-tuner decides: by its own options, or
 * on the server. Immutable.
 */
public final class FineTuningOptions {

  /** Everything is left to the fine-tuner, and nobody listens. */
  public static final FineTuningOptions DEFAULTS = builder().build();

  private final OptionalInt epochs;
  private final OptionalInt batchSize;
  private final OptionalDouble learningRateMultiplier;
  private final OptionalLong seed;
  private final Optional<String> suffix;
  private final Optional<Path> output;
  private final FineTuningListener listener;

  private FineTuningOptions(Builder builder) {
    this.epochs = builder.epochs;
    this.batchSize = builder.batchSize;
    this.learningRateMultiplier = builder.learningRateMultiplier;
    this.seed = builder.seed;
    this.suffix = builder.suffix;
    this.output = builder.output;
    this.listener = builder.listener;
  }

  /**
   * Starts with everything left to the fine-tuner.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * How often the examples are gone through.
   *
   * @return at least 1, or empty where the fine-tuner decides
   */
  public OptionalInt epochs() {
    return epochs;
  }

  /**
   * How many examples make a step of the optimiser.
   *
   * @return at least 1, or empty where the fine-tuner decides
   */
  public OptionalInt batchSize() {
    return batchSize;
  }

  /**
   * What the fine-tuner's own learning rate is multiplied with.
   *
   * @return positive, or empty where the fine-tuner decides
   */
  public OptionalDouble learningRateMultiplier() {
    return learningRateMultiplier;
  }

  /**
   * The seed of everything random.
   *
   * @return the seed, or empty where the fine-tuner decides
   */
  public OptionalLong seed() {
    return seed;
  }

  /**
   * What the new model's name ends with.
   *
   * @return not blank, or empty where the fine-tuner decides
   */
  public Optional<String> suffix() {
    return suffix;
  }

  /**
   * The folder that a model trained on this machine is written to, together with what is needed to
   * go on after an interruption. A server's fine-tuner has no use for it.
   *
   * @return the folder, or empty where there is none
   */
  public Optional<Path> output() {
    return output;
  }

  /**
   * Who is told what happens.
   *
   * @return the listener
   */
  public FineTuningListener listener() {
    return listener;
  }

  /** Collects options. Not safe for use by many threads. */
  public static final class Builder {
    private OptionalInt epochs = OptionalInt.empty();
    private OptionalInt batchSize = OptionalInt.empty();
    private OptionalDouble learningRateMultiplier = OptionalDouble.empty();
    private OptionalLong seed = OptionalLong.empty();
    private Optional<String> suffix = Optional.empty();
    private Optional<Path> output = Optional.empty();
    private FineTuningListener listener = event -> {};

    private Builder() {}

    /**
     * Sets how often the examples are gone through.
     *
     * @param epochs at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder epochs(int epochs) {
      this.epochs = OptionalInt.of(requirePositive("epochs", epochs));
      return this;
    }

    /**
     * Sets how many examples make a step of the optimiser.
     *
     * @param batchSize at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder batchSize(int batchSize) {
      this.batchSize = OptionalInt.of(requirePositive("batchSize", batchSize));
      return this;
    }

    /**
     * Sets what the fine-tuner's own learning rate is multiplied with.
     *
     * @param multiplier positive and finite
     * @return this builder
     * @throws IllegalArgumentException if it is not
     */
    public Builder learningRateMultiplier(double multiplier) {
      if (!(multiplier > 0 && Double.isFinite(multiplier))) {
        throw new IllegalArgumentException(
            "learningRateMultiplier must be positive and finite, found " + multiplier);
      }
      this.learningRateMultiplier = OptionalDouble.of(multiplier);
      return this;
    }

    /**
     * Sets the seed of everything random.
     *
     * @param seed any number; a server may allow fewer
     * @return this builder
     */
    public Builder seed(long seed) {
      this.seed = OptionalLong.of(seed);
      return this;
    }

    /**
     * Sets what the new model's name ends with.
     *
     * @param suffix not blank
     * @return this builder
     * @throws IllegalArgumentException if it is blank
     */
    public Builder suffix(String suffix) {
      if (suffix.isBlank()) {
        throw new IllegalArgumentException("suffix must not be blank");
      }
      this.suffix = Optional.of(suffix);
      return this;
    }

    /**
     * Sets the folder that a model trained on this machine is written to.
     *
     * @param folder made where it is missing; one that holds an unfinished run of the same data and
     *     options is gone on with
     * @return this builder
     */
    public Builder output(Path folder) {
      this.output = Optional.of(folder);
      return this;
    }

    /**
     * Sets who is told what happens.
     *
     * @param listener by default nobody
     * @return this builder
     */
    public Builder listener(FineTuningListener listener) {
      this.listener = requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Finishes the options.
     *
     * @return the options
     */
    public FineTuningOptions build() {
      return new FineTuningOptions(this);
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
