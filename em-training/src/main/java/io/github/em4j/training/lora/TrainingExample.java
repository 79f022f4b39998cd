package io.github.em4j.training.lora;

import java.util.List;

/**
 * A text to learn from: its tokens, what predicting each of them counts, and, for a model with an
 * auxiliary head, what that should say after some of them. Immutable.
 */
public final class TrainingExample {
  private final int[] tokens;
  private final float[] weights;
  private final List<AuxiliaryTarget> auxiliaryTargets;

  /**
   * What the auxiliary head should say after a token.
   *
   * @param position of the token
   * @param label which class
   * @param weight what it counts
   */
  public record AuxiliaryTarget(int position, int label, float weight) {}

  private TrainingExample(int[] tokens, float[] weights, List<AuxiliaryTarget> auxiliaryTargets) {
    this.tokens = tokens;
    this.weights = weights;
    this.auxiliaryTargets = List.copyOf(auxiliaryTargets);
  }

  /**
   * An example for the language model.
   *
   * @param tokens token ids, at least two
   * @param weights for each token what predicting it from those before counts, not negative: 0 for
   *     a prompt, 1 for a completion; the first one cannot be predicted and must have 0
   * @return the example, with copies of both
   * @throws IllegalArgumentException if the lengths differ, there are fewer than two tokens, or a
   *     weight is negative, not finite, or the first is not 0
   */
  public static TrainingExample of(int[] tokens, float[] weights) {
    if (tokens.length < 2 || tokens.length != weights.length) {
      throw new IllegalArgumentException(
          "an example needs two or more tokens and a weight for each, found %d and %d"
              .formatted(tokens.length, weights.length));
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Float.POSITIVE_INFINITY)
          || (i == 0 && weights[i] != 0)) {
        throw new IllegalArgumentException(
            "the weight of token %d must be %s, found %s"
                .formatted(i, i == 0 ? "0" : "at least 0", weights[i]));
      }
    }
    return new TrainingExample(tokens.clone(), weights.clone(), List.of());
  }

  /**
   * An example whose last tokens are to be learnt.
   *
   * @param tokens token ids of prompt and completion
   * @param promptLength how many of them are the prompt, at least 1
   * @return the example; each token of the completion counts 1
   * @throws IllegalArgumentException if nothing is before or after the prompt's end
   */
  public static TrainingExample completion(int[] tokens, int promptLength) {
    if (promptLength < 1 || promptLength >= tokens.length) {
      throw new IllegalArgumentException(
          "the prompt must end inside the %d tokens, found %d"
              .formatted(tokens.length, promptLength));
    }
    float[] weights = new float[tokens.length];
    for (int i = promptLength; i < weights.length; i++) {
      weights[i] = 1;
    }
    return of(tokens, weights);
  }

  /**
   * The same example with targets of the auxiliary head.
   *
   * @param targets what it should say where
   * @return a new example
   * @throws IllegalArgumentException if a position is outside, or a label or weight is negative
   */
  public TrainingExample withAuxiliary(List<AuxiliaryTarget> targets) {
    for (AuxiliaryTarget target : targets) {
      if (target.position() < 0
          || target.position() >= tokens.length
          || target.label() < 0
          || !(target.weight() >= 0)) {
        throw new IllegalArgumentException(
            "an auxiliary target must lie within %d tokens, found %s"
                .formatted(tokens.length, target));
      }
    }
    return new TrainingExample(tokens, weights, targets);
  }

  /**
   * How many tokens it has.
   *
   * @return at least 2
   */
  public int length() {
    return tokens.length;
  }

  /**
   * The sum of what its predictions count, without the auxiliary ones: what a loss is divided by to
   * be a mean.
   *
   * @return at least 0
   */
  public double weight() {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  int token(int position) {
    return tokens[position];
  }

  float weight(int position) {
    return weights[position];
  }

  List<AuxiliaryTarget> auxiliaryTargets() {
    return auxiliaryTargets;
  }
}
