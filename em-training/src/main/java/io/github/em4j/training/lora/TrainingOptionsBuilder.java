package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.util.Optional;

/**
 * Changes single values of {@link TrainingOptions}. Not safe for use by many threads.
 *
 * @param <B> the builder that it is
 */
abstract class TrainingOptionsBuilder<B extends TrainingOptionsBuilder<B>> {
  Device device = Device.cpu();
  Optional<Precision> precision = Optional.empty();
  double learningRate = 1e-4;
  Decay decay = Decay.LINEAR;
  double power = LearningRateSchedule.USUAL_POWER;
  double floor;
  int warmUpSteps;
  double warmUpShare;
  Optimizer optimizer = Optimizer.AdamW.usual();
  double maxGradientNorm = 1;
  int epochs = 1;
  int examplesPerStep = Integer.MAX_VALUE;
  int tokensPerStep = Integer.MAX_VALUE;
  int microBatchTokens = 2048;
  boolean microBatchAskedFor;
  int maxLength = 512;
  LongExamplePolicy longExamples = LongExamplePolicy.FAIL;
  boolean wholeText;
  int patience;
  int saveEverySteps = 100;
  boolean keepEpochs;
  boolean checkpointing;
  int threads;
  long seed = 42;

  TrainingOptionsBuilder() {}

  TrainingOptionsBuilder(TrainingOptions options) {
    device = options.device;
    precision = options.precision;
    learningRate = options.learningRate;
    decay = options.decay;
    power = options.power;
    floor = options.floor;
    warmUpSteps = options.warmUpSteps;
    warmUpShare = options.warmUpShare;
    optimizer = options.optimizer;
    maxGradientNorm = options.maxGradientNorm;
    epochs = options.epochs;
    examplesPerStep = options.examplesPerStep;
    tokensPerStep = options.tokensPerStep;
    microBatchTokens = options.microBatchTokens;
    microBatchAskedFor = options.microBatchAskedFor;
    maxLength = options.maxLength;
    longExamples = options.longExamples;
    wholeText = options.wholeText;
    patience = options.patience;
    saveEverySteps = options.saveEverySteps;
    keepEpochs = options.keepEpochs;
    checkpointing = options.checkpointing;
    threads = options.threads;
    seed = options.seed;
  }

  /** This builder. */
  abstract B self();

  /**
   * Sets the highest learning rate.
   *
   * @param rate positive and finite
   * @return this builder
   * @throws IllegalArgumentException if it is not
   */
  public B learningRate(double rate) {
    require(rate > 0 && Double.isFinite(rate), "the learning rate must be positive", rate);
    learningRate = rate;
    return self();
  }

  /**
   * Sets how the learning rate goes down after the warm-up.
   *
   * @param newDecay in which curve
   * @param newFloor the rate at the end, relative to the highest one, from 0 to 1
   * @return this builder
   * @throws IllegalArgumentException if the floor lies outside
   */
  public B schedule(Decay newDecay, double newFloor) {
    require(newFloor >= 0 && newFloor <= 1, "the floor must be 0 to 1", newFloor);
    decay = requireNonNull(newDecay, "newDecay");
    floor = newFloor;
    return self();
  }

  /**
   * Lets the learning rate go down with a power of what is left of the run: 1 is a line, more falls
   * sooner.
   *
   * @param newPower positive and finite; {@link Decay#POLYNOMIAL} alone has 2
   * @param newFloor the rate at the end, relative to the highest one, from 0 to 1
   * @return this builder
   * @throws IllegalArgumentException if one lies outside
   */
  public B polynomial(double newPower, double newFloor) {
    require(newPower > 0 && Double.isFinite(newPower), "the power must be positive", newPower);
    power = newPower;
    return schedule(Decay.POLYNOMIAL, newFloor);
  }

  /**
   * Sets how many steps the learning rate goes up; at most a third of the run.
   *
   * @param steps at least 0
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public B warmUpSteps(int steps) {
    require(steps >= 0, "the warm-up must be at least 0", steps);
    warmUpSteps = steps;
    warmUpShare = 0;
    return self();
  }

  /**
   * Sets for what share of the steps the learning rate goes up; at most a third.
   *
   * @param share from 0 to 1
   * @return this builder
   * @throws IllegalArgumentException if it lies outside
   */
  public B warmUpShare(double share) {
    require(share >= 0 && share <= 1, "the share of the warm-up must be 0 to 1", share);
    warmUpShare = share;
    warmUpSteps = 0;
    return self();
  }

  /**
   * Sets how long the gradient of a step may be; a longer one is made that short.
   *
   * @param norm positive; infinite for no limit
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public B maxGradientNorm(double norm) {
    require(norm > 0, "the norm must be positive", norm);
    maxGradientNorm = norm;
    return self();
  }

  /**
   * Sets how often the examples are gone through.
   *
   * @param count at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is smaller than 1
   */
  public B epochs(int count) {
    epochs = positive("epochs", count);
    return self();
  }

  /**
   * Sets how much a step of the optimiser learns from: as many examples as keep, on average, both
   * limits, each epoch being cut into steps of equally many.
   *
   * @param examples at least 1; {@link Integer#MAX_VALUE} for no limit
   * @param tokens prompts included, at least 1; {@link Integer#MAX_VALUE} for no limit
   * @return this builder
   * @throws IllegalArgumentException if one is smaller than 1
   */
  public B batch(int examples, int tokens) {
    examplesPerStep = positive("the examples of a step", examples);
    tokensPerStep = positive("the tokens of a step", tokens);
    return self();
  }

  /**
   * Sets how many packed tokens are computed together: what decides about memory. The steps stay
   * the same but for rounding. An example that is longer is computed alone. On a GPU, whatever the
   * preset, a whole step is computed together unless this is called.
   *
   * @param tokens at least 1
   * @return this builder
   * @throws IllegalArgumentException if it is smaller than 1
   */
  public B microBatchTokens(int tokens) {
    microBatchTokens = positive("microBatchTokens", tokens);
    microBatchAskedFor = true;
    return self();
  }

  /** Sets the micro-batch of a preset, which was chosen for the CPU. */
  B usualMicroBatchTokens(int tokens) {
    microBatchTokens = tokens;
    return self();
  }

  /**
   * Sets how many tokens an example may have, prompt, completion and end together.
   *
   * @param tokens at least 2; what the model was made for is a limit, too
   * @return this builder
   * @throws IllegalArgumentException if it is smaller than 2
   */
  public B maxLength(int tokens) {
    require(tokens >= 2, "maxLength must be at least 2", tokens);
    maxLength = tokens;
    return self();
  }

  /**
   * Sets what becomes of a longer example.
   *
   * @param policy {@link LongExamplePolicy#FAIL} in the presets
   * @return this builder
   */
  public B longExamples(LongExamplePolicy policy) {
    longExamples = requireNonNull(policy, "policy");
    return self();
  }

  /**
   * Sets whether the prompt is learnt as well.
   *
   * @param on false in the presets: the completion and its end alone count
   * @return this builder
   */
  public B lossOnWholeText(boolean on) {
    wholeText = on;
    return self();
  }

  /**
   * Ends the run when validation has not become better for some epochs.
   *
   * @param epochsWithoutGain at least 1; 0, as in the presets, for never
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public B earlyStopping(int epochsWithoutGain) {
    require(epochsWithoutGain >= 0, "the patience must be at least 0", epochsWithoutGain);
    patience = epochsWithoutGain;
    return self();
  }

  /**
   * Sets how often the state is saved that an interrupted run goes on from, beside the end of each
   * epoch. What comes out of a run does not depend on it.
   *
   * @param steps at least 1; 100 in the presets
   * @return this builder
   * @throws IllegalArgumentException if it is smaller than 1
   */
  public B saveEverySteps(int steps) {
    saveEverySteps = positive("saveEverySteps", steps);
    return self();
  }

  /**
   * Sets whether the adapters of all epochs stay, in the folder {@code epochs}.
   *
   * @param on false in the presets: the best one stays
   * @return this builder
   */
  public B keepEpochs(boolean on) {
    keepEpochs = on;
    return self();
  }

  /**
   * Sets whether activations are computed again instead of being kept: less memory, a third more
   * time.
   *
   * @param on false in the presets
   * @return this builder
   */
  public B checkpointing(boolean on) {
    checkpointing = on;
    return self();
  }

  /**
   * Sets how many threads compute. Another number gives another rounding.
   *
   * @param count at least 0; 0, as in the presets, for one per core
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public B threads(int count) {
    require(count >= 0, "threads must be at least 0", count);
    threads = count;
    return self();
  }

  /**
   * Sets the seed of everything random: the adapter's first numbers, the order of the examples, and
   * dropout.
   *
   * @param newSeed any number
   * @return this builder
   */
  public B seed(long newSeed) {
    seed = newSeed;
    return self();
  }

  private static int positive(String what, int value) {
    require(value >= 1, what + " must be at least 1", value);
    return value;
  }

  private static void require(boolean holds, String what, double found) {
    if (!holds) {
      throw new IllegalArgumentException(
          what + ", found " + (found == Math.rint(found) ? (long) found + "" : found + ""));
    }
  }
}
