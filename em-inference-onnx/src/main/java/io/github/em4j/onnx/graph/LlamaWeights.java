package io.github.em4j.onnx.graph;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a decoder, to be shared by all graphs over it: what has been rounded to 8 bits or
 * tabulated for one graph is used by the next. Thread-safe.
 */
public final class LlamaWeights {
  private final Map<String, Weight> byName;
  private final Int8Weights int8 = new Int8Weights();
  private final Map<Rotation, RotaryTable> rotations = new HashMap<>();

  /** What a rotary table is made from. */
  private record Rotation(LlamaConfig config, int positions) {}

  private LlamaWeights(Map<String, Weight> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Some weights.
   *
   * @param byName by their Hugging Face names
   * @return the weights
   */
  public static LlamaWeights of(Map<String, Weight> byName) {
    return new LlamaWeights(byName);
  }

  /**
   * The weights of a checkpoint, which stay in its files.
   *
   * @param checkpoint the checkpoint
   * @return the weights
   */
  public static LlamaWeights of(Checkpoint checkpoint) {
    var byName = new LinkedHashMap<String, Weight>();
    checkpoint.tensors().forEach((name, tensor) -> byName.put(name, Weight.of(tensor)));
    return new LlamaWeights(byName);
  }

  /**
   * These weights with some exchanged.
   *
   * @param changed by their Hugging Face names; each replaces a weight of the same shape
   * @return new weights; these stay as they are
   * @throws IllegalArgumentException if there is no such weight or it has another shape
   */
  public LlamaWeights with(Map<String, Weight> changed) {
    var result = new LinkedHashMap<>(byName);
    changed.forEach(
        (name, weight) -> {
          Weight old = result.put(name, weight);
          if (old == null || !old.type().shape().equals(weight.type().shape())) {
            throw new IllegalArgumentException(
                "'%s' of %s replaces nothing of its shape".formatted(name, weight.type()));
          }
        });
    return new LlamaWeights(result);
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** A weight of the shape that the model asks for. */
  Weight get(String name, long... shape) {
    Weight weight = byName.get(name);
    if (weight == null) {
      throw new EntityMatchingException(
          "the checkpoint lacks the tensor '%s' of %s".formatted(name, Shape.of(shape)));
    }
    if (!weight.type().shape().equals(Shape.of(shape))) {
      throw new EntityMatchingException(
          "the tensor '%s' must be %s, found %s"
              .formatted(name, Shape.of(shape), weight.type().shape()));
    }
    return weight;
  }

  /** Matrices rounded to 8 bits, for this and for later graphs. */
  Int8Weights int8() {
    return int8;
  }

  /** The rotary table of a number of positions, for this and for later graphs. */
  RotaryTable rotation(LlamaConfig config, int positions) {
    synchronized (rotations) {
      return rotations.computeIfAbsent(
          new Rotation(config, positions), key -> RotaryTable.of(key.config(), key.positions()));
    }
  }
}
