package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import java.util.Optional;
import java.util.Set;

/**
 * Changes single values of {@link LoraOptions}; {@link LoraOptions#toBuilder} makes one. Not safe
 * for use by many threads.
 */
public final class LoraOptionsBuilder extends TrainingOptionsBuilder<LoraOptionsBuilder> {
  /** PEFT's name for all linear layers but the head. */
  private static final String ALL_LINEAR = "all-linear";

  AdapterConfig adapter;

  LoraOptionsBuilder(AdapterConfig adapter) {
    this.adapter = adapter;
  }

  LoraOptionsBuilder(LoraOptions options) {
    super(options);
    adapter = options.adapter;
  }

  @Override
  LoraOptionsBuilder self() {
    return this;
  }

  /**
   * Sets the width of the update and the numerator of its scale.
   *
   * @param rank {@code r}, at least 1
   * @param alpha {@code lora_alpha}; the update counts alpha / rank
   * @return this builder
   * @throws IllegalArgumentException if the rank is smaller than 1 or alpha is not finite
   */
  public LoraOptionsBuilder rank(int rank, double alpha) {
    return adapter(rank, alpha, adapter.rankStabilized(), adapter.targets(), adapter.dropout());
  }

  /**
   * Sets whether the scale is alpha over the root of the rank ({@code use_rslora}).
   *
   * @param on whether to
   * @return this builder
   */
  public LoraOptionsBuilder rankStabilized(boolean on) {
    return adapter(adapter.rank(), adapter.alpha(), on, adapter.targets(), adapter.dropout());
  }

  /**
   * Sets the linear layers that are adapted.
   *
   * @param names PEFT's, for example {@code q_proj} and {@code v_proj}, or {@code all-linear}
   * @return this builder
   * @throws IllegalArgumentException if one is none of the seven linear layers
   */
  public LoraOptionsBuilder targetModules(String... names) {
    Set<String> targets =
        names.length == 1 && names[0].equals(ALL_LINEAR)
            ? AdapterConfig.allLinear(1, 1).targets()
            : Set.of(names);
    return adapter(
        adapter.rank(), adapter.alpha(), adapter.rankStabilized(), targets, adapter.dropout());
  }

  /**
   * Sets what share of an update's inputs training drops.
   *
   * @param share from 0 up to, not including, 1
   * @return this builder
   * @throws IllegalArgumentException if it lies outside
   */
  public LoraOptionsBuilder dropout(double share) {
    return adapter(
        adapter.rank(), adapter.alpha(), adapter.rankStabilized(), adapter.targets(), share);
  }

  private LoraOptionsBuilder adapter(
      int rank, double alpha, boolean rankStabilized, Set<String> targets, double dropout) {
    adapter = new AdapterConfig(rank, alpha, rankStabilized, targets, dropout, "");
    return this;
  }

  /**
   * Sets what computes the training; the CPU by default. On a GPU the frozen weights and the
   * activations are in {@link Precision#BF16}, what is trained and the optimiser in single
   * precision; each step is computed as a whole unless {@link #microBatchTokens} says how much at
   * once; and validation is there, too. {@link TrainingSessionBuilder#device} says what memory it
   * takes.
   *
   * @param newDevice which one
   * @return this builder
   */
  public LoraOptionsBuilder device(Device newDevice) {
    device = requireNonNull(newDevice, "newDevice");
    return this;
  }

  /**
   * Trains on a GPU; short for {@code device(Device.cuda(id))}.
   *
   * @param id its number, counted from 0
   * @return this builder
   * @throws IllegalArgumentException if the number is negative
   */
  public LoraOptionsBuilder cuda(int id) {
    return device(Device.cuda(id));
  }

  /**
   * Sets the type of frozen weights and activations.
   *
   * @param newPrecision {@link Precision#FP32} on the CPU, {@link Precision#BF16} on a GPU; each is
   *     the default there
   * @return this builder
   */
  public LoraOptionsBuilder precision(Precision newPrecision) {
    precision = Optional.of(newPrecision);
    return this;
  }

  /**
   * Sets the optimiser, and with it the weight decay.
   *
   * @param adamW its numbers
   * @return this builder
   */
  public LoraOptionsBuilder optimizer(Optimizer.AdamW adamW) {
    optimizer = requireNonNull(adamW, "adamW");
    return this;
  }

  /**
   * Finishes the options.
   *
   * @return the options
   * @throws IllegalArgumentException if the device does not train, or does not validate, in the
   *     precision
   */
  public LoraOptions build() {
    Precision trained = Arithmetic.of(device, precision).precision();
    if (device.isCuda() && trained != Precision.BF16) {
      throw new IllegalArgumentException(
          "on %s one trains in [BF16], found %s: ONNX Runtime has no attention in it there, which validation needs"
              .formatted(device, trained));
    }
    return new LoraOptions(this);
  }
}
