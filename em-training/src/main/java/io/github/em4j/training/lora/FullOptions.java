package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.util.Collections;
import java.util.Map;

/**
 * How all parameters of a model are trained. {@link #tiny} is a preset; {@link #toBuilder} changes
 * single values of it. Immutable.
 */
public final class FullOptions extends TrainingOptions {

  FullOptions(FullOptionsBuilder builder) {
    super(builder);
  }

  /**
   * Values for a model of a few million parameters: 4 epochs of steps of about 2,048 tokens or 32
   * examples; Muon at 1e-3 for the matrices of the layers, without weight decay, and AdamW at a
   * tenth of that for the rest, both falling along a cosine to 5 % after 50 steps of warm-up;
   * gradients no longer than 1. Made for pairs in both orders.
   *
   * @return the preset, with seed 42
   */
  public static FullOptions tiny() {
    return new FullOptionsBuilder()
        .learningRate(1e-3)
        .schedule(Decay.COSINE, 0.05)
        .warmUpSteps(50)
        .optimizer(new Optimizer.Muon(0.95, 0, new Optimizer.AdamW(0.9, 0.98, 1e-8, 0), 0.1))
        .epochs(4)
        .batch(32, 2048)
        .usualMicroBatchTokens(2048)
        .maxLength(512)
        .build();
  }

  /**
   * A builder that begins with these values.
   *
   * @return a new builder
   */
  public FullOptionsBuilder toBuilder() {
    return new FullOptionsBuilder(this);
  }

  /** These options with what a run says of its own. */
  FullOptions with(FineTuningOptions run) {
    return changed(toBuilder(), run).build();
  }

  @Override
  Trainable trainable() {
    return new Trainable.Everything();
  }

  /**
   * Everything that decides what comes out of a run, for reports and for comparing two runs.
   *
   * @return values by name, in a fixed order
   */
  @Override
  public Map<String, String> toMap() {
    return Collections.unmodifiableMap(commonMap());
  }
}
