package io.github.em4j.onnx.checkpoint;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.DecoderLayout.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a LoRA adapter changes its base model: {@code W + scale * B A} for every target, with {@code
 * scale = alpha / r}, or {@code alpha / sqrt(r)} when it is rank-stabilised.
 *
 * <p>Hu et al., LoRA (ICLR 2022); Kalajdzievski, A Rank Stabilization Scaling Factor (2023).
 *
 * @param rank {@code r}, the rank of the update
 * @param alpha the numerator of the scale
 * @param rankStabilized whether the scale divides by the root of the rank ({@code use_rslora})
 * @param targets which linear layers of every decoder layer it changes, by their short names, for
 *     example {@code q_proj}; sorted when written
 * @param dropout what training dropped of the inputs, from 0 up to, not including, 1; noted only
 * @param baseModel the name of the base model; noted only, may be empty
 */
public record AdapterConfig(
    int rank,
    double alpha,
    boolean rankStabilized,
    Set<String> targets,
    double dropout,
    String baseModel) {

  private static final List<String> ALL_LINEAR =
      Arrays.stream(Projection.values()).map(Projection::shortName).toList();

  /**
   * Copies the targets and checks the numbers.
   *
   * @throws IllegalArgumentException if the rank is not positive, a number is not finite or out of
   *     its range, or a target is none of the seven linear layers
   */
  public AdapterConfig {
    requireNonNull(baseModel, "baseModel");
    targets = Set.copyOf(targets);
    if (rank < 1) {
      throw new IllegalArgumentException("r must be at least 1, found " + rank);
    }
    if (!Double.isFinite(alpha)) {
      throw new IllegalArgumentException("lora_alpha must be a finite number, found " + alpha);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("lora_dropout must be in [0, 1), found " + dropout);
    }
    if (targets.isEmpty() || !ALL_LINEAR.containsAll(targets)) {
      throw new IllegalArgumentException(
          "targets must be some of %s, found %s".formatted(ALL_LINEAR, new TreeSet<>(targets)));
    }
  }

  /**
   * An adapter of all linear layers, with {@code alpha / r} as its scale.
   *
   * @param rank {@code r}
   * @param alpha the numerator of the scale
   * @return a configuration without dropout and base model
   */
  public static AdapterConfig allLinear(int rank, double alpha) {
    return new AdapterConfig(rank, alpha, false, Set.copyOf(ALL_LINEAR), 0, "");
  }

  /**
   * What the product of the two matrices is multiplied with.
   *
   * @return the scale of every target
   */
  public double scale() {
    return scale(rank, alpha, rankStabilized);
  }

  static double scale(int rank, double alpha, boolean rankStabilized) {
    return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
  }
}
