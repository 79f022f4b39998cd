package io.github.em4j.training.lora;

/**
 * How the steps of a run are cut into batches for a trainer that counts examples and not tokens, as
 * those of Hugging Face do: as {@link LoraOptionsBuilder#batch} and {@link
 * LoraOptionsBuilder#microBatchTokens} ask for on average.
 *
 * @param microBatch how many examples a device computes together, at least 1
 * @param accumulation how many of those make a step, at least 1
 * @param totalSteps how many steps one device takes in the whole run, at least 1
 */
public record TrlBatches(int microBatch, int accumulation, int totalSteps) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is smaller than 1
   */
  public TrlBatches {
    if (microBatch < 1 || accumulation < 1 || totalSteps < 1) {
      throw new IllegalArgumentException(
          "batches must be at least 1, found %d, %d and %d steps"
              .formatted(microBatch, accumulation, totalSteps));
    }
  }

  /**
   * The batches of a run.
   *
   * @param options limits of steps and batches, and the number of epochs
   * @param examples how many examples there are, at least 1
   * @param tokens how many tokens they have together, at least 1
   * @param longest how many tokens the longest has, at least 1
   * @return batches that hold about as many tokens as the options say
   * @throws IllegalArgumentException if a count is smaller than 1
   */
  public static TrlBatches of(LoraOptions options, int examples, long tokens, int longest) {
    if (examples < 1 || tokens < 1 || longest < 1) {
      throw new IllegalArgumentException(
          "a run needs examples with tokens, found %d with %d, the longest with %d"
              .formatted(examples, tokens, longest));
    }
    long stepsPerEpoch =
        Math.min(
            examples,
            Math.max(
                ceilDiv(examples, options.examplesPerStep),
                ceilDiv(tokens, options.tokensPerStep)));
    int perStep = ceilDiv(examples, stepsPerEpoch);
    int accumulation = ceilDiv(perStep, Math.max(1, options.microBatchTokens / longest));
    int microBatch = ceilDiv(perStep, accumulation);
    int steps = ceilDiv(ceilDiv(examples, microBatch), accumulation);
    return new TrlBatches(microBatch, accumulation, Math.multiplyExact(steps, options.epochs));
  }

  private static int ceilDiv(long dividend, long divisor) {
    return (int) ((dividend + divisor - 1) / divisor);
  }
}
