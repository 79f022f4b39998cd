package io.github.em4j.training.lora;

import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.training.lora.LearningRateSchedule.Decay;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an adapter is trained. There are two presets, {@link #paper} and {@link #tiny}; {@link
 * #toBuilder} changes single values of one. Immutable.
 *
 * <p>Whether pairs are learnt in both orders is a matter of the data, see {@link
 * io.github.em4j.training.PairExamples}.
 */
public final class LoraOptions extends TrainingOptions {
  final AdapterConfig adapter;

  LoraOptions(LoraOptionsBuilder builder) {
    super(builder);
    adapter = builder.adapter;
  }

  /**
   * The values of "Fine-tuning Large Language Models for Entity Matching" for Llama 3.1: rank 64,
   * alpha 16 and dropout 0.1 on {@code q_proj} and {@code v_proj}, 10 epochs, learning rate 2e-4
   * falling in a line after a warm-up of 3 % of the steps, AdamW with weight decay 0.001, gradients
   * no longer than 1, and 9,600 tokens a step: its 2 × 20 packed rows of 240 tokens. An example may
   * have 1,024 tokens here, since none is ever cut where a row ends.
   *
   * @return the preset, with seed 42
   */
  public static LoraOptions paper() {
    return new LoraOptionsBuilder(
            new AdapterConfig(64, 16, false, Set.of("q_proj", "v_proj"), 0.1, ""))
        .learningRate(2e-4)
        .schedule(Decay.LINEAR, 0)
        .warmUpShare(0.03)
        .optimizer(new Optimizer.AdamW(0.9, 0.999, 1e-8, 0.001))
        .epochs(10)
        .batch(UNLIMITED, 40 * 240)
        .usualMicroBatchTokens(4 * 240)
        .maxLength(1024)
        .build();
  }

  /**
   * Values for a model of a few million parameters: rank 16 and alpha 32 on all linear layers, 4
   * epochs, learning rate 6e-4 falling along a cosine to 5 % after 50 steps of warm-up, AdamW with
   * betas 0.9 and 0.98 and weight decay 0.01, gradients no longer than 1, and steps of about 2,048
   * tokens or 32 examples. Made for pairs in both orders.
   *
   * @return the preset, with seed 42
   */
  public static LoraOptions tiny() {
    return new LoraOptionsBuilder(AdapterConfig.allLinear(16, 32))
        .learningRate(6e-4)
        .schedule(Decay.COSINE, 0.05)
        .warmUpSteps(50)
        .optimizer(new Optimizer.AdamW(0.9, 0.98, 1e-8, 0.01))
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
  public LoraOptionsBuilder toBuilder() {
    return new LoraOptionsBuilder(this);
  }

  /** These options with what a run says of its own. */
  LoraOptions with(FineTuningOptions run) {
    return changed(toBuilder(), run).build();
  }

  @Override
  Trainable trainable() {
    return new Trainable.Lora(adapter);
  }

  /**
   * Everything that decides what comes out of a run, for reports and for comparing two runs.
   *
   * @return values by name, in a fixed order
   */
  @Override
  public Map<String, String> toMap() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("rank", Integer.toString(adapter.rank()));
    values.put("alpha", Double.toString(adapter.alpha()));
    values.put("dropout", Double.toString(adapter.dropout()));
    values.put("rank-stabilized", Boolean.toString(adapter.rankStabilized()));
    values.put("target modules", String.join(", ", new TreeSet<>(adapter.targets())));
    values.putAll(commonMap());
    return Collections.unmodifiableMap(values);
  }
}
