package io.github.em4j.training.pretraining;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.checkpoint.LlamaConfig.Architecture;
import java.util.Optional;

/**
 * How a base model is made: its shape, how long and how fast it learns, and from which pairs.
 *
 * @param shape of the model; its vocabulary is an upper bound for that of the tokenizer
 * @param tokensPerStep about how many tokens a step reads
 * @param steps how many steps there are
 * @param matrixRate the highest learning rate of the matrices of the layers, for Muon
 * @param restRate that of everything else, for AdamW
 * @param warmUpSteps how many steps the rate rises
 * @param coolDown over which share of all steps, the last ones, the rate falls to nearly nothing;
 *     before that it stays, so a run may be made longer until then
 * @param mix in which shares pairs are made
 * @param compactShare how many prompts have the compact form, see {@link
 *     io.github.em4j.prompts.PromptTemplates#compact}
 * @param seed the same seed gives the same model on the same number of threads
 */
public record PretrainingOptions(
    LlamaConfig shape,
    int tokensPerStep,
    int steps,
    double matrixRate,
    double restRate,
    int warmUpSteps,
    double coolDown,
    PairMix mix,
    double compactShare,
    long seed) {

  /** The rate of the last step, relative to the highest. */
  private static final double FLOOR = 0.02;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public PretrainingOptions {
    requireNonNull(shape, "shape");
    requireNonNull(mix, "mix");
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
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, found " + share);
    }
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
    return new PretrainingOptions(
        shape, 4096, 5000, 0.008, 0.00096, 100, 0.75, PairMix.RECIPE.withInvented(0.35), 0.65, 42);
  }

  /**
   * These options with another number of steps.
   *
   * @param newSteps how many, at least as many as the warm-up has
   * @return new options
   */
  public PretrainingOptions withSteps(int newSteps) {
    return new PretrainingOptions(
        shape,
        tokensPerStep,
        newSteps,
        matrixRate,
        restRate,
        Math.min(warmUpSteps, newSteps),
        coolDown,
        mix,
        compactShare,
        seed);
  }

  /**
   * These options with another seed.
   *
   * @param newSeed any
   * @return new options
   */
  public PretrainingOptions withSeed(long newSeed) {
    return new PretrainingOptions(
        shape,
        tokensPerStep,
        steps,
        matrixRate,
        restRate,
        warmUpSteps,
        coolDown,
        mix,
        compactShare,
        newSeed);
  }

  /**
   * These options with another mix of pairs.
   *
   * @param newMix the shares
   * @return new options
   */
  public PretrainingOptions withMix(PairMix newMix) {
    return new PretrainingOptions(
        shape,
        tokensPerStep,
        steps,
        matrixRate,
        restRate,
        warmUpSteps,
        coolDown,
        newMix,
        compactShare,
        seed);
  }

  /** From which step on, counted from 0, the rate falls. */
  int coolDownStart() {
    return (int) Math.round(steps * (1 - coolDown));
  }

  /** The learning rate of the matrices in a step, counted from 0. */
  double rate(int step) {
    if (step < warmUpSteps) {
      return matrixRate * (step + 1) / warmUpSteps;
    }
    int start = Math.max(warmUpSteps, coolDownStart());
    double left = step < start ? 1 : (double) (steps - step) / Math.max(1, steps - start);
    return matrixRate * Math.max(FLOOR, left);
  }
}
