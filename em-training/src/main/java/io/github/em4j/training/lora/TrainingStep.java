package io.github.em4j.training.lora;

/**
 * What one step of an optimiser did.
 *
 * @param step the number of the step, from 1
 * @param loss the weighted sum of the cross entropies over the accumulation window; a mean where
 *     the window's weight was the sum of its examples'
 * @param gradientNorm the length of the whole gradient before it was clipped
 * @param tokens how many tokens the window had
 */
public record TrainingStep(int step, double loss, double gradientNorm, long tokens) {

  /**
   * Whether the numbers are numbers.
   *
   * @return false where the loss or the gradient is infinite or not a number; the parameters were
   *     not changed then
   */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
