package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

/**
 * Changes single values of {@link FullOptions}; {@link FullOptions#toBuilder} makes one. Not safe
 * for use by many threads.
 */
public final class FullOptionsBuilder extends TrainingOptionsBuilder<FullOptionsBuilder> {

  FullOptionsBuilder() {}

  FullOptionsBuilder(FullOptions options) {
    super(options);
  }

  @Override
  FullOptionsBuilder self() {
    return this;
  }

  /**
   * Sets the optimiser, and with it the weight decay.
   *
   * @param newOptimizer AdamW, or Muon for the matrices of the layers; the learning rate is Muon's
   *     then
   * @return this builder
   */
  public FullOptionsBuilder optimizer(Optimizer newOptimizer) {
    optimizer = requireNonNull(newOptimizer, "newOptimizer");
    return this;
  }

  /**
   * Finishes the options.
   *
   * @return the options
   */
  public FullOptions build() {
    return new FullOptions(this);
  }
}
