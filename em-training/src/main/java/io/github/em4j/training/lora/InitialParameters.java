package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.Weight;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.SplittableRandom;

/** What trainable numbers are before the first step. */
final class InitialParameters {
  private static final double AUXILIARY_DEVIATION = 0.02;

  private final Map<String, Weight> weights;
  private final SplittableRandom random;

  InitialParameters(Map<String, Weight> weights, long seed) {
    this.weights = weights;
    this.random = new SplittableRandom(seed);
  }

  /** An adapter begins as PEFT's does: the second matrix, so the update, is zero. */
  void set(Parameter parameter) {
    float[] numbers = new float[parameter.size()];
    if (parameter.name().endsWith(".lora_A")) {
      double bound = 1 / Math.sqrt((double) parameter.shape()[1]);
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextDouble(-bound, bound);
      }
    } else if (parameter.name().equals(TrainingGraph.AUXILIARY_HEAD)) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian(0, AUXILIARY_DEVIATION);
      }
    } else if (!parameter.name().endsWith(".lora_B")) {
      numbers = numbers(requireNonNull(weights.get(parameter.name()), parameter.name()));
    }
    parameter.set(numbers);
  }

  private static float[] numbers(Weight weight) {
    if (weight.data() instanceof TensorData.InFile file) {
      return file.tensor().read();
    }
    if (weight.data() instanceof TensorData.InMemory memory
        && weight.type().element() == ElementType.FLOAT) {
      float[] numbers = new float[memory.buffer().remaining() / Float.BYTES];
      memory.buffer().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
      return numbers;
    }
    throw new IllegalArgumentException(
        "weights to be trained must be in a file or FLOAT in memory, found " + weight.type());
  }
}
