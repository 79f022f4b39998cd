package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Fused;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Reduction;
import io.github.em4j.onnx.graph.Unary;
import io.github.em4j.onnx.graph.Value;

/** The part of {@link GradientRules} for what ONNX Runtime computes in one go. */
final class FusedGradientRules {
  private final GraphBuilder graph;
  private final Broadcasting numbers;

  FusedGradientRules(GraphBuilder graph, Broadcasting numbers) {
    this.graph = graph;
    this.numbers = numbers;
  }

  void propagate(Fused kernel, Node node, Value g, GradientRules.Sink sink) {
    if (kernel instanceof Fused.RmsNorm) {
      rmsNorm(node, g, sink);
    } else if (kernel instanceof Fused.QuickGelu silu) {
      silu(silu.alpha(), node, g, sink);
    } else if (kernel instanceof Fused.RotaryEmbedding) {
      // A rotation back.
      sink.add(
          0,
          () ->
              graph.apply(
                  new Fused.RotaryEmbedding(),
                  g,
                  GradientRules.input(node, 1),
                  GradientRules.input(node, 2),
                  graph.apply(Unary.NEG, GradientRules.input(node, 3))));
    } else {
      throw GradientRules.unknown(node);
    }
  }

  /**
   * With {@code r = 1 / rms(x)} and {@code h = g ⊙ w}: {@code dx = r h - x r³ mean(h ⊙ x)}, {@code
   * dw = Σ g ⊙ x r}. Computed in single precision where x has 16 bits.
   */
  private void rmsNorm(Node node, Value gradient, GradientRules.Sink sink) {
    Value narrow = GradientRules.input(node, 0);
    Value weight = GradientRules.input(node, 1);
    if (node.outputs().size() < 2) {
      throw new IllegalArgumentException(
          node.name() + ": the derivative needs the second output of the norm");
    }
    Value r = node.outputs().get(1);
    sink.add(
        0,
        () -> {
          Value x = numbers.wide(narrow);
          Value h = numbers.times(numbers.wide(gradient), numbers.wide(weight));
          Value mean = graph.reduce(Reduction.Kind.MEAN, numbers.times(h, x));
          Value shrink = numbers.times(mean, numbers.times(r, numbers.times(r, r)));
          Value dx = numbers.minus(numbers.times(h, r), numbers.times(x, shrink));
          return numbers.like(narrow, dx);
        });
    sink.add(
        1,
        () -> {
          Value normalised = numbers.times(numbers.wide(narrow), r);
          Value dw = numbers.times(numbers.wide(gradient), normalised);
          return numbers.like(weight, numbers.sumTo(weight.shape(), dw));
        });
  }

  /** {@code y = x σ(αx)}, so with {@code s = σ(αx)}: {@code dx = g ⊙ s ⊙ (1 + α (x - y))}. */
  private void silu(float alpha, Node node, Value g, GradientRules.Sink sink) {
    Value x = GradientRules.input(node, 0);
    sink.add(
        0,
        () -> {
          Value s = graph.apply(Unary.SIGMOID, numbers.scaled(x, alpha));
          Value rest = numbers.scaled(numbers.minus(x, node.outputs().get(0)), alpha);
          Value slope = graph.apply(Binary.ADD, rest, numbers.number(1, rest));
          return numbers.times(g, numbers.times(s, slope));
        });
  }
}
