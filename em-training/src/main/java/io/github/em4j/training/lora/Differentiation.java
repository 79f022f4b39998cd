package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reverse-mode differentiation: adds to a graph the gradient of one of its outputs by some of its
 * inputs, following the operators backwards from {@link GradientRules}. Only what leads from the
 * loss to a trainable input is computed.
 *
 * <p>The graph goes back block by block, a block being the nodes under one name ({@link
 * GraphBuilder#enter}), and the gradients of a block are computed before those of the one before it
 * ({@link GradientsFirst}), so that activations are given back early. A block may also be computed
 * again from its inputs instead of keeping its activations (Chen et al., Training Deep Nets with
 * Sublinear Memory Cost, 2016); that {@linkplain OrderingToken depends} on the gradient that
 * arrives.
 */
final class Differentiation {
  private static final String GRADIENT = "gradient.";

  private final Graph forward;
  private final GraphBuilder graph;
  private final GradientRules rules;
  private final OrderingToken ordering;
  private final Set<Value> trainable = new HashSet<>();

  /** What depends on a trainable input. */
  private final Set<Value> active = new HashSet<>();

  private final Set<Value> computed = new HashSet<>();

  /** Of values that have been reached and whose node has not. */
  private final Map<Value, Value> gradients = new LinkedHashMap<>();

  private Differentiation(Graph forward, Set<String> names, boolean onCuda) {
    this.forward = forward;
    graph = GraphBuilder.continuing(forward);
    rules = new GradientRules(graph, new RuntimeSizes(graph, forward.inputs()));
    ordering = new OrderingToken(graph, !onCuda);
    forward.inputs().stream().filter(input -> names.contains(input.name())).forEach(trainable::add);
    active.addAll(trainable);
    for (Node node : forward.nodes()) {
      computed.addAll(node.outputs());
      if (!(node.operator() instanceof Detached)
          && node.inputs().stream().flatMap(Optional::stream).anyMatch(active::contains)) {
        node.outputs().stream()
            .filter(output -> output.element().isFloatingPoint())
            .forEach(active::add);
      }
    }
  }

  /**
   * The name of the output that holds a gradient.
   *
   * @param parameter the trainable input
   */
  static String gradientOf(String parameter) {
    return GRADIENT + parameter;
  }

  /**
   * Differentiates a graph.
   *
   * @param forward the graph
   * @param loss the output to differentiate, a single number
   * @param trainable the inputs to differentiate by
   * @param computedAgain the names of the blocks whose activations are not kept
   * @return the graph with one more output per trainable input, {@link #gradientOf}
   * @throws IllegalArgumentException if an operator on the way has no rule, or the loss does not
   *     depend on a trainable input
   */
  static Graph of(
      Graph forward, String loss, Set<String> trainable, Predicate<String> computedAgain) {
    return of(forward, loss, trainable, computedAgain, false);
  }

  /**
   * Differentiates a graph.
   *
   * @param forward the graph
   * @param loss the output to differentiate, a single number
   * @param trainable the inputs to differentiate by
   * @param computedAgain the names of the blocks whose activations are not kept
   * @param onCuda whether the graph is to run on CUDA, too
   * @return the graph with one more output per trainable input, {@link #gradientOf}
   * @throws IllegalArgumentException if an operator on the way has no rule, or the loss does not
   *     depend on a trainable input
   */
  static Graph of(
      Graph forward,
      String loss,
      Set<String> trainable,
      Predicate<String> computedAgain,
      boolean onCuda) {
    return new Differentiation(forward, trainable, onCuda).differentiate(loss, computedAgain);
  }

  private Graph differentiate(String loss, Predicate<String> computedAgain) {
    Value output =
        forward.outputs().stream()
            .filter(value -> value.name().equals(loss) && value.shape().rank() == 0)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no single number is called '" + loss + "'"));
    gradients.put(output, graph.number(1, output.element()));
    List<List<Node>> blocks = blocks();
    for (int i = blocks.size() - 1; i >= 0; i--) {
      List<Node> block = blocks.get(i);
      String name = blockName(block.get(0));
      graph.enter("gradient/" + name);
      if (computedAgain.test(name)) {
        new Recomputation(block).back();
      } else {
        back(block);
      }
      finishFirst(block, blocks.subList(0, i));
    }
    graph.enter("");
    for (Value parameter :
        trainable.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList()) {
      Value gradient = gradients.get(parameter);
      if (gradient == null) {
        throw new IllegalArgumentException(
            "'%s' does not depend on '%s'".formatted(loss, parameter.name()));
      }
      graph.output(gradientOf(parameter.name()), gradient);
    }
    return GradientsFirst.of(LiveNodes.of(graph.build()));
  }

  /**
   * Makes what goes further back depend on the gradients by those parameters of a block that
   * earlier blocks read as well, such as a tied embedding: they are not final, so their order says
   * nothing.
   */
  private void finishFirst(List<Node> block, List<List<Node>> earlier) {
    Set<Value> shared = parametersOf(block);
    shared.retainAll(gradients.keySet());
    shared.retainAll(parametersOf(earlier.stream().flatMap(List::stream).toList()));
    if (!shared.isEmpty() && !trainable.containsAll(gradients.keySet())) {
      Value token = ordering.after(shared.stream().map(gradients::get).toList());
      gradients.replaceAll(
          (of, gradient) -> trainable.contains(of) ? gradient : ordering.tie(gradient, token));
    }
  }

  private Set<Value> parametersOf(List<Node> nodes) {
    Set<Value> parameters = new LinkedHashSet<>();
    nodes.forEach(node -> node.inputs().forEach(input -> input.ifPresent(parameters::add)));
    parameters.retainAll(trainable);
    return parameters;
  }

  private List<List<Node>> blocks() {
    List<List<Node>> blocks = new ArrayList<>();
    String current = "";
    for (Node node : forward.nodes()) {
      if (blocks.isEmpty() || !blockName(node).equals(current)) {
        blocks.add(new ArrayList<>());
        current = blockName(node);
      }
      blocks.get(blocks.size() - 1).add(node);
    }
    return blocks;
  }

  private static String blockName(Node node) {
    int end = node.name().lastIndexOf('/');
    return end < 0 ? "" : node.name().substring(0, end);
  }

  private void back(List<Node> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      List<Optional<Value>> arrived =
          node.outputs().stream()
              .map(output -> Optional.ofNullable(gradients.remove(output)))
              .toList();
      if (arrived.stream().anyMatch(Optional::isPresent)
          && active.contains(node.outputs().get(0))) {
        rules.propagate(
            node,
            arrived,
            (input, part) -> {
              Value of = node.inputs().get(input).orElseThrow();
              if (active.contains(of)) {
                accumulate(of, part.get());
              }
            });
      }
    }
  }

  /** A value that is used several times gets the sum of what comes from each use. */
  private void accumulate(Value of, Value gradient) {
    gradients.merge(of, gradient, (a, b) -> graph.apply(Binary.ADD, a, b));
  }

  /** A block whose nodes are applied a second time, once the gradient of their results is there. */
  private final class Recomputation {
    private final List<Node> block;
    private final Map<Value, Value> again = new LinkedHashMap<>();
    private final Map<Value, Value> tied = new LinkedHashMap<>();

    Recomputation(List<Node> block) {
      this.block = block;
    }

    void back() {
      Set<Value> results = new HashSet<>();
      block.forEach(node -> results.addAll(node.outputs()));
      List<Value> arrived =
          gradients.entrySet().stream()
              .filter(entry -> results.contains(entry.getKey()))
              .map(Map.Entry::getValue)
              .toList();
      if (arrived.isEmpty()) {
        return;
      }
      List<Node> copies = apply(results, ordering.after(arrived));
      results.forEach(
          result -> {
            Value gradient = gradients.remove(result);
            if (gradient != null) {
              accumulate(Objects.requireNonNull(again.get(result)), gradient);
            }
          });
      Differentiation.this.back(copies);
      tied.forEach(
          (original, copy) -> {
            Value gradient = gradients.remove(copy);
            if (gradient != null) {
              accumulate(original, gradient);
            }
          });
    }

    private List<Node> apply(Set<Value> results, Value token) {
      List<Node> copies = new ArrayList<>();
      for (Node node : block) {
        if (isConstant(node)) {
          // Such as a weight that is converted: twice computed, it would be stored twice.
          node.outputs().forEach(output -> again.put(output, output));
          copies.add(node);
          continue;
        }
        List<Optional<Value>> inputs =
            node.inputs().stream()
                .map(input -> input.map(value -> copyOf(value, results, token)))
                .toList();
        List<Value> outputs = graph.apply(node.operator(), inputs, node.outputs().size());
        for (int i = 0; i < outputs.size(); i++) {
          copied(node.outputs().get(i), outputs.get(i), again);
        }
        copies.add(new Node(node.name(), node.operator(), inputs, outputs));
      }
      return copies;
    }

    private boolean isConstant(Node node) {
      return node.inputs().stream().flatMap(Optional::stream).noneMatch(computed::contains);
    }

    private Value copyOf(Value value, Set<Value> results, Value token) {
      if (results.contains(value)) {
        return Objects.requireNonNull(again.get(value));
      }
      if (!computed.contains(value)) {
        return value;
      }
      // Else the same operators on the same values would be found to be the first ones.
      if (!tied.containsKey(value)) {
        copied(value, ordering.tie(value, token), tied);
      }
      return Objects.requireNonNull(tied.get(value));
    }

    private void copied(Value original, Value copy, Map<Value, Value> copies) {
      copies.put(original, copy);
      if (active.contains(original)) {
        active.add(copy);
      }
    }
  }
}
