package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;

/**
 * Changes single values of {@link PretrainingOptions}; {@link PretrainingOptions#toBuilder} makes
 * one. Not safe for use by many threads.
 */
public final class PretrainingOptionsBuilder {
  LlamaConfig shape;
  int tokensPerStep = 4096;
  int steps = 1;
  double matrixRate = 0.008;
  double restRate = 0.00096;
  int warmUpSteps;
  double coolDown;
  PairMix mix = PairMix.RECIPE;
  double compactShare = 0.5;
  long seed = 42;

  PretrainingOptionsBuilder(LlamaConfig shape) {
    this.shape = shape;
  }

  PretrainingOptionsBuilder(PretrainingOptions options) {
    shape = options.shape();
    tokensPerStep = options.tokensPerStep();
    steps = options.steps();
    matrixRate = options.matrixRate();
    restRate = options.restRate();
    warmUpSteps = options.warmUpSteps();
    coolDown = options.coolDown();
    mix = options.mix();
    compactShare = options.compactShare();
    seed = options.seed();
  }

  /**
   * Sets the shape of the model.
   *
   * @param newShape its vocabulary is an upper bound for that of the tokenizer
   * @return this builder
   */
  public PretrainingOptionsBuilder shape(LlamaConfig newShape) {
    shape = requireNonNull(newShape, "newShape");
    return this;
  }

  /**
   * Sets how many tokens a step reads, one example more or less.
   *
   * @param tokens at least 1
   * @return this builder
   */
  public PretrainingOptionsBuilder tokensPerStep(int tokens) {
    tokensPerStep = tokens;
    return this;
  }

  /**
   * Sets how many steps there are.
   *
   * @param newSteps at least 1
   * @return this builder
   */
  public PretrainingOptionsBuilder steps(int newSteps) {
    steps = newSteps;
    return this;
  }

  /**
   * Sets the highest learning rates.
   *
   * @param matrices of the matrices of the layers, for Muon; positive
   * @param rest of everything else, for AdamW; positive
   * @return this builder
   */
  public PretrainingOptionsBuilder rates(double matrices, double rest) {
    matrixRate = matrices;
    restRate = rest;
    return this;
  }

  /**
   * Sets how many steps the rate rises.
   *
   * @param newSteps 0 to all steps
   * @return this builder
   */
  public PretrainingOptionsBuilder warmUpSteps(int newSteps) {
    warmUpSteps = newSteps;
    return this;
  }

  /**
   * Sets over which share of all steps, the last ones, the rate falls.
   *
   * @param share from 0 to 1
   * @return this builder
   */
  public PretrainingOptionsBuilder coolDown(double share) {
    coolDown = share;
    return this;
  }

  /**
   * Sets in which shares pairs are made.
   *
   * @param newMix the shares
   * @return this builder
   */
  public PretrainingOptionsBuilder mix(PairMix newMix) {
    mix = requireNonNull(newMix, "newMix");
    return this;
  }

  /**
   * Sets how many prompts have the compact form.
   *
   * @param share from 0 to 1
   * @return this builder
   */
  public PretrainingOptionsBuilder compactShare(double share) {
    compactShare = share;
    return this;
  }

  /**
   * Sets the seed.
   *
   * @param newSeed any
   * @return this builder
   */
  public PretrainingOptionsBuilder seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * Checks the numbers and finishes the options.
   *
   * @return the options
   * @throws IllegalArgumentException if one is out of its range
   */
  public PretrainingOptions build() {
    if (tokensPerStep < 1 || steps < 1 || warmUpSteps < 0 || warmUpSteps > steps) {
      throw new IllegalArgumentException(
          "a run needs tokens, steps and at most as many of them to warm up, found %d, %d and %d"
              .formatted(tokensPerStep, steps, warmUpSteps));
    }
    if (!(matrixRate > 0) || !(restRate > 0)) {
      throw new IllegalArgumentException(
          "learning rates must be positive, found %s and %s".formatted(matrixRate, restRate));
    }
    requireShare("coolDown", coolDown);
    requireShare("compactShare", compactShare);
    return new PretrainingOptions(this);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, found " + share);
    }
  }
}
