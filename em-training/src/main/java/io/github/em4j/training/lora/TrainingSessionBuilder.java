package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.Weight;
import java.util.Map;

/**
 * Options of a {@link TrainingSession}; {@link TrainingSession#builder} makes one. Not safe for use
 * by many threads.
 */
public final class TrainingSessionBuilder {
  final LlamaConfig config;
  final Map<String, Weight> weights;
  final Trainable trainable;
  Optimizer optimizer = Optimizer.AdamW.usual();
  double maxGradientNorm = Double.POSITIVE_INFINITY;
  int maxLength;
  int auxiliaryClasses;
  boolean checkpointing;
  int threads;
  boolean spinning;
  long seed = 42;

  TrainingSessionBuilder(LlamaConfig config, Map<String, Weight> weights, Trainable trainable) {
    this.config = requireNonNull(config, "config");
    this.weights = Map.copyOf(weights);
    this.trainable = requireNonNull(trainable, "trainable");
    maxLength = Math.min(config.maxPositions(), 2048);
  }

  private TrainingSessionBuilder(TrainingSessionBuilder other) {
    config = other.config;
    weights = other.weights;
    trainable = other.trainable;
    optimizer = other.optimizer;
    maxGradientNorm = other.maxGradientNorm;
    maxLength = other.maxLength;
    auxiliaryClasses = other.auxiliaryClasses;
    checkpointing = other.checkpointing;
    threads = other.threads;
    spinning = other.spinning;
    seed = other.seed;
  }

  /**
   * Sets the optimiser; AdamW without weight decay by default.
   *
   * @param newOptimizer which one
   * @return this builder
   */
  public TrainingSessionBuilder optimizer(Optimizer newOptimizer) {
    optimizer = requireNonNull(newOptimizer, "newOptimizer");
    return this;
  }

  /**
   * Sets how long the gradient may be; a longer one is made that short. Unlimited by default.
   *
   * @param norm positive
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public TrainingSessionBuilder maxGradientNorm(double norm) {
    if (!(norm > 0)) {
      throw new IllegalArgumentException("a norm must be positive, found " + norm);
    }
    maxGradientNorm = norm;
    return this;
  }

  /**
   * Sets how many tokens an example may have; 2048, or as many as the model takes, by default.
   *
   * @param tokens at least 2, at most what the model was made for
   * @return this builder
   * @throws IllegalArgumentException if there are fewer or more
   */
  public TrainingSessionBuilder maxLength(int tokens) {
    if (tokens < 2 || tokens > config.maxPositions()) {
      throw new IllegalArgumentException(
          "the length must be 2 to %d tokens, found %d".formatted(config.maxPositions(), tokens));
    }
    maxLength = tokens;
    return this;
  }

  /**
   * Adds a trainable head beside the language model's that sorts tokens into classes, see {@link
   * TrainingExample.AuxiliaryTarget}; for pretraining. None by default.
   *
   * @param classes at least 2
   * @return this builder
   * @throws IllegalArgumentException if there are fewer
   */
  public TrainingSessionBuilder auxiliaryClasses(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("a head needs two classes, found " + classes);
    }
    auxiliaryClasses = classes;
    return this;
  }

  /**
   * Computes activations again instead of keeping them: less memory, a third more time.
   *
   * @param on whether to; off by default
   * @return this builder
   */
  public TrainingSessionBuilder checkpointing(boolean on) {
    checkpointing = on;
    return this;
  }

  /**
   * Sets how many threads compute; up to four work on parts of a batch side by side.
   *
   * @param count 0 for one per core, the default
   * @param spin whether they wait for work in a loop: faster on cores that nobody else uses
   * @return this builder
   * @throws IllegalArgumentException if the count is negative
   */
  public TrainingSessionBuilder threads(int count, boolean spin) {
    if (count < 0) {
      throw new IllegalArgumentException("threads must be at least 0, found " + count);
    }
    threads = count;
    spinning = spin;
    return this;
  }

  /**
   * Sets the seed of everything random: the adapter's first numbers and dropout; 42 by default.
   *
   * @param newSeed any
   * @return this builder
   */
  public TrainingSessionBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  SessionSettings settings() {
    return new SessionSettings(threads, spinning, false, false);
  }

  /**
   * Builds the graphs and opens the session; what is set later does not change it.
   *
   * @return the open session
   * @throws io.github.em4j.EntityMatchingException if a tensor is missing, has another shape or
   *     cannot be read
   */
  public TrainingSession open() {
    return new TrainingSession(new TrainingSessionBuilder(this));
  }
}
