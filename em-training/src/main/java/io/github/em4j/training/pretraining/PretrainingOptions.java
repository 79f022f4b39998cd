package io.github.em4j.training.pretraining;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.util.Optional;

/**
 * How a base model is made: its shape, how long and how fast it learns, and from which pairs.
 * Immutable.
 */
public final class PretrainingOptions {

  /** The rate of the last step, relative to the highest. */
  private static final double FLOOR = 0.02;

  private final LlamaConfig shape;
  private final int tokensPerStep;
  private final int steps;
  private final double matrixRate;
  private final double restRate;
  private final int warmUpSteps;
  private final double coolDown;
  private final PairMix mix;
  private final double compactShare;
  private final long seed;

  PretrainingOptions(PretrainingOptionsBuilder builder) {
    shape = builder.shape;
    tokensPerStep = builder.tokensPerStep;
    steps = builder.steps;
    matrixRate = builder.matrixRate;
    restRate = builder.restRate;
    warmUpSteps = builder.warmUpSteps;
    coolDown = builder.coolDown;
    mix = builder.mix;
    compactShare = builder.compactShare;
    seed = builder.seed;
  }

  /**
   * What {@code pretrain} makes em4j-tiny with: two million numbers in four layers of width 192,
   * and a third of the products from word lists. The model card says where the one that ships
   * differs.
   *
   * @return the options
   */
  public static PretrainingOptions tiny() {
    var shape =
        new LlamaConfig(
            Architecture.LLAMA,
            2048,
            192,
            512,
            4,
            6,
            2,
            32,
            1e-5,
            100_000,
            Optional.empty(),
            2048,
            true,
            false,
            false);
    return new PretrainingOptionsBuilder(shape)
        .tokensPerStep(4096)
        .steps(6000)
        .rates(0.008, 0.00096)
        .warmUpSteps(100)
        .coolDown(0.75)
        .mix(PairMix.RECIPE.withInvented(0.35))
        .compactShare(0.65)
        .build();
  }

  /**
   * A builder that begins with these values.
   *
   * @return a new builder
   */
  public PretrainingOptionsBuilder toBuilder() {
    return new PretrainingOptionsBuilder(this);
  }

  /**
   * These options with another number of steps.
   *
   * @param newSteps how many; a longer warm-up becomes as long
   * @return new options
   */
  public PretrainingOptions withSteps(int newSteps) {
    return toBuilder().steps(newSteps).warmUpSteps(Math.min(warmUpSteps, newSteps)).build();
  }

  /**
   * These options with another seed.
   *
   * @param newSeed any
   * @return new options
   */
  public PretrainingOptions withSeed(long newSeed) {
    return toBuilder().seed(newSeed).build();
  }

  /**
   * These options with another mix of pairs.
   *
   * @param newMix the shares
   * @return new options
   */
  public PretrainingOptions withMix(PairMix newMix) {
    return toBuilder().mix(newMix).build();
  }

  /**
   * The shape of the model.
   *
   * @return with an upper bound for the vocabulary of the tokenizer
   */
  public LlamaConfig shape() {
    return shape;
  }

  /**
   * About how many tokens a step reads.
   *
   * @return at least 1
   */
  public int tokensPerStep() {
    return tokensPerStep;
  }

  /**
   * How many steps there are.
   *
   * @return at least 1
   */
  public int steps() {
    return steps;
  }

  /**
   * The highest learning rate of the matrices of the layers, for Muon.
   *
   * @return positive
   */
  public double matrixRate() {
    return matrixRate;
  }

  /**
   * The highest learning rate of everything else, for AdamW.
   *
   * @return positive
   */
  public double restRate() {
    return restRate;
  }

  /**
   * How many steps the rate rises.
   *
   * @return 0 to all steps
   */
  public int warmUpSteps() {
    return warmUpSteps;
  }

  /**
   * Over which share of all steps, the last ones, the rate falls to nearly nothing. Before that it
   * stays, so a run may be made longer until then.
   *
   * @return from 0 to 1
   */
  public double coolDown() {
    return coolDown;
  }

  /**
   * In which shares pairs are made.
   *
   * @return the shares
   */
  public PairMix mix() {
    return mix;
  }

  /**
   * How many prompts have the compact form, see {@link
   * io.github.em4j.prompts.PromptTemplates#compact}.
   *
   * @return from 0 to 1
   */
  public double compactShare() {
    return compactShare;
  }

  /**
   * The seed. The same one gives the same model on the same number of threads.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  /** From which step on, counted from 0, the rate falls. */
  int coolDownStart() {
    return (int) Math.round(steps * (1 - coolDown));
  }

  /** How many steps have the rates that they have in a longer run. */
  int stepsOfAnyLength() {
    return Math.max(warmUpSteps, coolDownStart());
  }

  /** The learning rate of the matrices in a step, counted from 0. */
  double rate(int step) {
    if (step < warmUpSteps) {
      return matrixRate * (step + 1) / warmUpSteps;
    }
    int start = stepsOfAnyLength();
    double left = step < start ? 1 : (double) (steps - step) / Math.max(1, steps - start);
    return matrixRate * Math.max(FLOOR, left);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PretrainingOptions that && toString().equals(that.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** All values. A run is known by this text, so the folders of earlier runs depend on its form. */
  @Override
  public String toString() {
    return ("PretrainingOptions[shape=%s, tokensPerStep=%s, steps=%s, matrixRate=%s, restRate=%s,"
            + " warmUpSteps=%s, coolDown=%s, mix=%s, compactShare=%s, seed=%s]")
        .formatted(
            shape,
            tokensPerStep,
            steps,
            matrixRate,
            restRate,
            warmUpSteps,
            coolDown,
            mix,
            compactShare,
            seed);
  }
}
