package io.github.em4j.training.lora;

/** How gradients change parameters. Immutable. */
public sealed interface Optimizer {

  /**
   * Adam with decoupled weight decay and bias correction (Loshchilov and Hutter, Decoupled Weight
   * Decay Regularization, ICLR 2019). Vectors, such as the weights of norms, do not decay.
   *
   * @param beta1 how slowly the mean of the gradients moves, in [0, 1)
   * @param beta2 how slowly the mean of their squares moves, in [0, 1)
   * @param epsilon added to the root of the mean square
   * @param weightDecay what a step takes off each number, relative to it, before the learning rate
   */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public AdamW {
      if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
        throw new IllegalArgumentException(
            "betas must be in [0, 1), found %s and %s".formatted(beta1, beta2));
      }
      if (!(epsilon > 0) || !(weightDecay >= 0)) {
        throw new IllegalArgumentException(
            "epsilon must be positive and the weight decay not negative, found %s and %s"
                .formatted(epsilon, weightDecay));
      }
    }

    /**
     * The usual numbers.
     *
     * @return betas 0.9 and 0.999, epsilon 1e-8, no weight decay
     */
    public static AdamW usual() {
      return new AdamW(0.9, 0.999, 1e-8, 0);
    }
  }

  /**
   * Muon for the matrices of the decoder layers, AdamW for the rest: the momentum of a matrix is
   * made nearly orthogonal by five Newton-Schulz steps before it is applied (Jordan et al., Muon,
   * 2024). Made for the training of all parameters.
   *
   * @param momentum how slowly the mean of the gradients moves, in [0, 1)
   * @param weightDecay what a step takes off each number of a matrix, relative to it, before the
   *     learning rate
   * @param rest for embeddings, heads, norms and biases
   * @param restRate the learning rate of the rest, relative to that of the matrices
   */
  record Muon(double momentum, double weightDecay, AdamW rest, double restRate)
      implements Optimizer {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public Muon {
      if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0) || !(restRate > 0)) {
        throw new IllegalArgumentException(
            "the momentum must be in [0, 1), the decay not negative and the rate positive, found"
                + " %s, %s and %s".formatted(momentum, weightDecay, restRate));
      }
    }
  }
}
