package io.github.em4j.training.lora;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.AdapterConfig;
import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Product;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import io.github.em4j.onnx.graph.Weight;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a decoder in its training graph, frozen ones as constants in their file, trainable
 * ones as inputs, and the linear layers made of both.
 */
final class DecoderParameters {
  private final GraphBuilder graph;
  private final Map<String, Weight> weights;
  private final Trainable trainable;
  private final Dropout dropout;
  private final ElementType compute;
  private final Map<String, Value> inputs = new LinkedHashMap<>();

  DecoderParameters(
      GraphBuilder graph,
      Map<String, Weight> weights,
      Trainable trainable,
      Dropout dropout,
      ElementType compute) {
    this.graph = graph;
    this.weights = weights;
    this.trainable = trainable;
    this.dropout = dropout;
    this.compute = compute;
  }

  /** The trainable inputs by name, in the order of the computation. */
  Map<String, Value> inputs() {
    return Collections.unmodifiableMap(inputs);
  }

  /**
   * A tensor of the checkpoint in the type that the graph computes in; one that is stored in that
   * type is read where it is.
   */
  Value get(String name, long... shape) {
    if (trainable instanceof Trainable.Everything) {
      source(name, shape);
      return input(name, shape);
    }
    return graph.cast(graph.weight(name, source(name, shape)), compute);
  }

  /**
   * A parameter that is trained whatever else is: an input in FLOAT, used as the graph computes.
   */
  Value input(String name, long... shape) {
    Value master =
        inputs.computeIfAbsent(name, key -> graph.input(key, ElementType.FLOAT, Shape.of(shape)));
    return graph.cast(master, compute);
  }

  private Weight source(String name, long... shape) {
    Weight weight = weights.get(name);
    if (weight == null || !weight.type().shape().equals(Shape.of(shape))) {
      throw new EntityMatchingException(
          "the checkpoint must hold a tensor '%s' of %s, found %s"
              .formatted(name, Shape.of(shape), weight == null ? "none" : weight.type()));
    }
    return weight;
  }

  /** {@code y = x · Wᵀ + b + scale · drop(x) · Aᵀ · Bᵀ}. */
  Value linear(Value x, String module, long out, boolean bias) {
    long in = x.shape().get(-1).coefficient();
    Value y = product(x, get(module + ".weight", out, in), 1);
    if (bias) {
      y = graph.apply(Binary.ADD, y, get(module + ".bias", out));
    }
    String name = module.substring(module.lastIndexOf('.') + 1);
    if (trainable instanceof Trainable.Lora lora && lora.config().targets().contains(name)) {
      y = graph.apply(Binary.ADD, y, update(lora.config(), x, module, out, in));
    }
    return y;
  }

  private Value update(AdapterConfig config, Value x, String module, long out, long in) {
    Value a = input(module + ".lora_A", config.rank(), in);
    Value b = input(module + ".lora_B", out, config.rank());
    return product(product(dropout.apply(x), a, 1), b, (float) config.scale());
  }

  /** {@code scale · x · Wᵀ}: a frozen W is read where it is mapped, never stored transposed. */
  Value product(Value x, Value weight, float scale) {
    return graph.apply(new Product.FusedMatMul(false, true, scale), x, weight);
  }
}
