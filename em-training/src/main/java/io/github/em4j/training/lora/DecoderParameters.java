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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * A linear layer.
   *
   * @param module its name in the checkpoint
   * @param out how many numbers it makes of each token
   * @param bias whether it adds a bias
   */
  record LinearLayer(String module, long out, boolean bias) {
    private boolean isTarget(AdapterConfig config) {
      return config.targets().contains(module.substring(module.lastIndexOf('.') + 1));
    }
  }

  /** What a layer makes of x. */
  Value linear(Value x, LinearLayer layer) {
    return linear(x, List.of(layer)).get(0);
  }

  /** {@code y = x · Wᵀ + b + scale · drop(x) · Aᵀ · Bᵀ}, for layers that read the same x. */
  List<Value> linear(Value x, List<LinearLayer> layers) {
    long in = x.shape().get(-1).coefficient();
    List<Value> results = new ArrayList<>();
    for (LinearLayer layer : layers) {
      Value y = product(x, get(layer.module() + ".weight", layer.out(), in), 1);
      results.add(
          layer.bias()
              ? graph.apply(Binary.ADD, y, get(layer.module() + ".bias", layer.out()))
              : y);
    }
    if (trainable instanceof Trainable.Lora lora) {
      Map<LinearLayer, Value> updates =
          updates(
              lora.config(),
              x,
              layers.stream().filter(layer -> layer.isTarget(lora.config())).toList());
      for (int i = 0; i < results.size(); i++) {
        Value update = updates.get(layers.get(i));
        if (update != null) {
          results.set(i, graph.apply(Binary.ADD, results.get(i), update));
        }
      }
    }
    return results;
  }

  /**
   * The matrices A of all layers are one below the other: products as narrow as a rank take nearly
   * as long as one for all of them, and on the way back their gradients by x come as one.
   */
  private Map<LinearLayer, Value> updates(AdapterConfig config, Value x, List<LinearLayer> layers) {
    long in = x.shape().get(-1).coefficient();
    List<Value> as = new ArrayList<>();
    List<Value> bs = new ArrayList<>();
    for (LinearLayer layer : layers) {
      as.add(input(layer.module() + ".lora_A", config.rank(), in));
      bs.add(input(layer.module() + ".lora_B", layer.out(), config.rank()));
    }
    Map<LinearLayer, Value> updates = new HashMap<>();
    List<Value> narrow = layers.isEmpty() ? List.of() : narrow(dropout.apply(x), as, config.rank());
    for (int i = 0; i < layers.size(); i++) {
      updates.put(layers.get(i), product(narrow.get(i), bs.get(i), (float) config.scale()));
    }
    return updates;
  }

  /** {@code x · Aᵀ} for each A. */
  private List<Value> narrow(Value x, List<Value> as, long rank) {
    return graph.split(product(x, graph.concat(0, as), 1), 1, Collections.nCopies(as.size(), rank));
  }

  /** {@code scale · x · Wᵀ}: a frozen W is read where it is mapped, never stored transposed. */
  Value product(Value x, Value weight, float scale) {
    return graph.apply(new Product.FusedMatMul(false, true, scale), x, weight);
  }
}
