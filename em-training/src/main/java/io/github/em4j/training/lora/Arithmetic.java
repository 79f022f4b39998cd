package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.Precision;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.SessionSettings;
import java.util.List;
import java.util.Optional;

/**
 * What computes loss and gradients, and in which type the frozen weights and the activations are.
 * What is trained, its gradients and the optimiser are in single precision whatever it is, and the
 * optimiser is on the CPU.
 *
 * @param device the CPU or a GPU
 * @param precision the type
 */
record Arithmetic(Device device, Precision precision) {
  /** Single precision on the CPU. */
  static final Arithmetic USUAL = new Arithmetic(Device.cpu(), Precision.FP32);

  private static final List<Precision> ON_CPU = List.of(Precision.FP32);
  private static final List<Precision> ON_CUDA = List.of(Precision.BF16, Precision.FP32);

  Arithmetic {
    requireNonNull(device, "device");
    requireNonNull(precision, "precision");
  }

  /**
   * The arithmetic that was asked for.
   *
   * @param precision empty for the usual one of the device
   * @throws IllegalArgumentException if the device does not train in that precision
   */
  static Arithmetic of(Device device, Optional<Precision> precision) {
    List<Precision> allowed = device.isCuda() ? ON_CUDA : ON_CPU;
    Precision wanted = precision.orElse(allowed.get(0));
    if (!allowed.contains(wanted)) {
      throw new IllegalArgumentException(
          "on %s one trains in %s, found %s%s"
              .formatted(device, allowed, wanted, reason(device, wanted)));
    }
    return new Arithmetic(device, wanted);
  }

  private static String reason(Device device, Precision precision) {
    return switch (precision) {
      case FP16 -> ": gradients below 6e-8 would be lost and those above 65504 infinite";
      case INT8 -> ": there is no gradient of rounded products";
      case BF16 -> ": ONNX Runtime has too few operators in BF16 there";
      case FP32 -> device.isCuda() ? ": ONNX Runtime scores in 16 bits there" : "";
    };
  }

  /**
   * Refuses what cannot be trained so.
   *
   * @throws IllegalArgumentException if it is more than an adapter and this is a GPU
   */
  void require(Trainable trainable) {
    if (device.isCuda() && !(trainable instanceof Trainable.Lora)) {
      throw new IllegalArgumentException(
          "on %s an adapter is trained: all parameters and their gradients would cross the bus in"
                  .formatted(device)
              + " every run; train them on the CPU");
    }
  }

  /** The type of frozen weights and activations. */
  ElementType compute() {
    return precision == Precision.BF16 ? ElementType.BFLOAT16 : ElementType.FLOAT;
  }

  /** The same settings on the device; each run has a number of tokens of its own. */
  SessionSettings on(SessionSettings settings) {
    return device.cudaId().isEmpty()
        ? settings
        : settings.on(
            new SessionSettings.Cuda(device.cudaId().getAsInt(), device.memoryLimit(), true));
  }

  /**
   * Checks that the device is there, before anything large is read for it.
   *
   * @throws io.github.em4j.EntityMatchingException if it is not; the message says what is missing
   */
  void requireDevice() {
    if (device.isCuda()) {
      GraphSession.requireDevice(on(SessionSettings.mapped()));
    }
  }

  /** For example {@code FP32 on cpu}. */
  @Override
  public String toString() {
    return precision + " on " + device;
  }
}
