package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.AdapterConfig;

/** Which numbers of a model training changes. */
public sealed interface Trainable {

  /**
   * Low-rank updates of some linear layers; the model itself stays as it is (Hu et al., LoRA, ICLR
   * 2022).
   *
   * @param config rank, scale, layers, and the share of the updates' inputs that training drops
   */
  record Lora(AdapterConfig config) implements Trainable {
    /** Refuses null. */
    public Lora {
      requireNonNull(config, "config");
    }

    /** The same without dropout, as a model is used. */
    Lora withoutDropout() {
      return new Lora(
          new AdapterConfig(
              config.rank(),
              config.alpha(),
              config.rankStabilized(),
              config.targets(),
              0,
              config.baseModel()));
    }
  }

  /** Every number of the model, which all have to fit into memory several times. */
  record Everything() implements Trainable {}
}
