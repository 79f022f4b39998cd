package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One cell of the matrix source → target.
 *
 * @param source the name of what was trained on
 * @param target the name of the data set that was tested on
 * @param f1 the F1 after training
 * @param deltaToZeroShot that less the F1 without training, by paired resampling; empty where the
 *     latter is not known
 */
public record TransferCell(
    String source, String target, Estimate f1, Optional<Estimate> deltaToZeroShot) {

  /**
   * Checks that nothing is null.
   *
   * @throws NullPointerException if a component is null
   */
  public TransferCell {
    requireNonNull(source, "source");
    requireNonNull(target, "target");
    requireNonNull(f1, "f1");
    requireNonNull(deltaToZeroShot, "deltaToZeroShot");
  }
}
