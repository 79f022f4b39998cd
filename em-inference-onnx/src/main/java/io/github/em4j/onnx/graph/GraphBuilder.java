package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Builds a graph node by node and checks element types and shapes on the way: an operator that
 * cannot be applied throws, with its name, the place in the model and what was found.
 *
 * <pre>{@code
 * GraphBuilder graph = new GraphBuilder("linear");
 * Value x = graph.input("x", ElementType.FLOAT, Shape.of(Dimension.of("rows"), Dimension.of(4)));
 * Value w = graph.weight("w", Weight.of(storedTensor));
 * graph.output("y", graph.apply(new Product.Gemm(true), x, w));
 * Graph result = graph.build();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class GraphBuilder {
  /** What ONNX's Reshape takes for a size that stays as it is at its axis. */
  private static final long COPIED = 0;

  /** What ONNX's Reshape takes for the size that follows from the others. */
  private static final long COUNTED = -1;

  private final String name;

  /** The graph around a body. */
  private final Optional<GraphBuilder> outer;

  private final List<Value> inputs = new ArrayList<>();
  private final Map<String, Initializer> initializers = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final Map<String, Value> values = new HashMap<>();

  /** Taken by values and nodes, here and in all bodies and graphs around. */
  private final Set<String> valueNames;

  private final Set<String> nodeNames;
  private String scope = "";

  /**
   * An empty graph.
   *
   * @param name what it computes
   */
  public GraphBuilder(String name) {
    this(name, Optional.empty());
  }

  private GraphBuilder(String name, Optional<GraphBuilder> outer) {
    this.name = requireNonNull(name, "name");
    this.outer = outer;
    this.valueNames = outer.map(around -> around.valueNames).orElseGet(HashSet::new);
    this.nodeNames = outer.map(around -> around.nodeNames).orElseGet(HashSet::new);
  }

  /**
   * Starts the body of a control-flow operator such as {@link Loop}. It may read the values that
   * this graph has when the operator is applied; its constants become constants of this graph.
   *
   * @param name what it computes
   * @return a builder of the body; {@link #build(List)} finishes it
   */
  public GraphBuilder body(String name) {
    return new GraphBuilder(name, Optional.of(this));
  }

  /**
   * A builder that goes on where another one stopped: with the inputs, constants, nodes and outputs
   * of a graph.
   *
   * @param graph what is there
   * @return a builder whose graph grows from it
   */
  public static GraphBuilder continuing(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(input -> builder.inputs.add(builder.define(input)));
    for (Initializer initializer : graph.initializers()) {
      builder.initializers.put(
          initializer.value().name(),
          new Initializer(builder.define(initializer.value()), initializer.data()));
    }
    for (Node node : graph.nodes()) {
      builder.nodeNames.add(node.name());
      builder.nodes.add(node);
      node.outputs().forEach(builder::define);
    }
    builder.outputs.addAll(graph.outputs());
    return builder;
  }

  /**
   * Puts what follows under a name, which stands in front of the names of nodes and in messages.
   *
   * @param name the part of the model, for example {@code layers.0}; empty for none
   */
  public void enter(String name) {
    scope = name;
  }

  /**
   * Adds an input.
   *
   * @param name unique in the graph
   * @param element the type of its numbers
   * @param shape the sizes of its axes
   * @return the value to apply operators to
   * @throws IllegalArgumentException if the name is taken
   */
  public Value input(String name, ElementType element, Shape shape) {
    Value value = define(new Value(name, new ValueType(element, shape)));
    inputs.add(value);
    return value;
  }

  /**
   * Adds a constant; the same one again where the name and the type are already there.
   *
   * @param name unique in the graph
   * @param type its element type and shape; all sizes are known
   * @param data where its numbers are
   * @return the value to apply operators to
   * @throws IllegalArgumentException if the name is taken by something else, or type and data
   *     disagree
   */
  public Value constant(String name, ValueType type, TensorData data) {
    if (outer.isPresent()) {
      return outer.get().constant(name, type, data);
    }
    Initializer known = initializers.get(name);
    if (known != null && known.value().type().equals(type)) {
      return known.value();
    }
    Initializer initializer = new Initializer(new Value(name, type), data);
    define(initializer.value());
    initializers.put(name, initializer);
    return initializer.value();
  }

  /**
   * Adds a tensor of a checkpoint.
   *
   * @param name its name in the checkpoint
   * @param weight its type and where it is
   * @return the value to apply operators to
   * @throws IllegalArgumentException if the name is taken by something else
   */
  public Value weight(String name, Weight weight) {
    return constant(name, weight.type(), weight.data());
  }

  /**
   * A list of whole numbers.
   *
   * @param numbers the numbers
   * @return an INT64 value with one axis
   */
  public Value numbers(long... numbers) {
    ByteBuffer bytes = littleEndian(Long.BYTES * numbers.length);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return constant(
        "numbers" + Arrays.toString(numbers),
        new ValueType(ElementType.INT64, Shape.of(numbers.length)),
        new TensorData.Inline(bytes.flip()));
  }

  /**
   * One real number.
   *
   * @param number the number
   * @return a FLOAT scalar
   */
  public Value number(float number) {
    return constant(
        "number" + number,
        new ValueType(ElementType.FLOAT, Shape.SCALAR),
        new TensorData.Inline(littleEndian(Float.BYTES).putFloat(number).flip()));
  }

  /**
   * One real number of any floating-point type.
   *
   * @param number the number, which is rounded to the type
   * @param element which type
   * @return a scalar of that type
   * @throws IllegalArgumentException if the type is none of real numbers
   */
  public Value number(float number, ElementType element) {
    if (element == ElementType.FLOAT) {
      return number(number);
    }
    ByteBuffer bytes = littleEndian(element.bytes());
    switch (element) {
      case FLOAT16 -> bytes.putShort((short) TensorType.F16.toBits(number));
      case BFLOAT16 -> bytes.putShort((short) TensorType.BF16.toBits(number));
      case DOUBLE -> bytes.putDouble(number);
      default -> throw new IllegalArgumentException("a real number cannot be " + element);
    }
    return constant(
        "number%s.%s".formatted(number, element),
        new ValueType(element, Shape.SCALAR),
        new TensorData.Inline(bytes.flip()));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Applies an operator and takes its first output.
   *
   * @param operator what to compute
   * @param operands what from
   * @return the first output
   * @throws IllegalArgumentException if the operator cannot be applied to them
   */
  public Value apply(Operator operator, Value... operands) {
    return apply(operator, Arrays.stream(operands).map(Optional::of).toList(), 1).get(0);
  }

  /**
   * Applies an operator of several outputs, or with inputs left out.
   *
   * @param operator what to compute
   * @param operands what from; empty where an optional input is left out
   * @param outputCount how many of its outputs, from the first on
   * @return the outputs
   * @throws IllegalArgumentException if the operator cannot be applied to them or has fewer outputs
   */
  public List<Value> apply(Operator operator, List<Optional<Value>> operands, int outputCount) {
    String nodeName = nodeName(operator);
    List<ValueType> types;
    try {
      types = operator.infer(new OperatorInputs(operands));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(nodeName + ": " + e.getMessage(), e);
    }
    if (outputCount < 1 || outputCount > types.size()) {
      throw new IllegalArgumentException(
          "%s: has %d outputs, asked for %d".formatted(nodeName, types.size(), outputCount));
    }
    operands.forEach(operand -> operand.ifPresent(value -> requireKnown(nodeName, value)));
    for (Attribute attribute : operator.attributes().values()) {
      if (attribute instanceof Attribute.Body body) {
        body.graph().outerValues().forEach(value -> requireKnown(nodeName, value));
      }
    }
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < outputCount; i++) {
      results.add(define(new Value(i == 0 ? nodeName : nodeName + ":" + i, types.get(i))));
    }
    nodes.add(new Node(nodeName, operator, operands, results));
    return List.copyOf(results);
  }

  private String nodeName(Operator operator) {
    String stem = scope.isEmpty() ? operator.opType() : scope + "/" + operator.opType();
    String unique = stem;
    for (int i = 2; !nodeNames.add(unique); i++) {
      unique = stem + "_" + i;
    }
    return unique;
  }

  private void requireKnown(String nodeName, Value value) {
    if (!knows(value)) {
      throw new IllegalArgumentException(
          "%s: the value '%s' is not of this graph".formatted(nodeName, value.name()));
    }
  }

  private boolean knows(Value value) {
    return value.equals(values.get(value.name()))
        || outer.map(around -> around.knows(value)).orElse(false);
  }

  /**
   * Counts the numbers of a tensor into another shape.
   *
   * @param data the tensor
   * @param shape the new shape, of which at most one size is unknown beside those that stay at
   *     their axis
   * @return the reshaped tensor
   * @throws IllegalArgumentException if the counts differ or more sizes are unknown
   */
  public Value reshape(Value data, Shape shape) {
    long[] sizes = new long[shape.rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      Dimension size = shape.get(axis);
      boolean stays = axis < data.shape().rank() && size.equals(data.shape().get(axis));
      sizes[axis] = size.isFixed() ? size.coefficient() : stays ? COPIED : COUNTED;
    }
    if (Arrays.stream(sizes).filter(size -> size == COUNTED).count() > 1) {
      throw new IllegalArgumentException(
          "Reshape: at most one size may be unknown, found " + shape);
    }
    return apply(new Layout.Reshape(shape), data, numbers(sizes));
  }

  /**
   * Puts tensors one after the other along an axis.
   *
   * @param axis the axis
   * @param pieces the tensors, at least one
   * @return the whole; one piece alone is passed on
   * @throws IllegalArgumentException if they differ along another axis
   */
  public Value concat(int axis, List<Value> pieces) {
    return pieces.size() == 1
        ? pieces.get(0)
        : apply(new Layout.Concat(axis), pieces.toArray(Value[]::new));
  }

  /**
   * Takes a tensor apart along an axis.
   *
   * @param data the tensor
   * @param axis the axis
   * @param sizes how long each piece is, at least 1; together as long as the axis
   * @return the pieces; one that is the whole is passed on
   * @throws IllegalArgumentException if the sizes are not those of the axis
   */
  public List<Value> split(Value data, int axis, List<Long> sizes) {
    if (sizes.size() == 1 && data.shape().get(axis).equals(Dimension.of(sizes.get(0)))) {
      return List.of(data);
    }
    Value lengths = numbers(sizes.stream().mapToLong(Long::longValue).toArray());
    return apply(
        new Layout.Split(axis, sizes),
        List.of(Optional.of(data), Optional.of(lengths)),
        sizes.size());
  }

  /**
   * Folds the last axis.
   *
   * @param kind how
   * @param data the tensor
   * @return the tensor with 1 as its last size
   */
  public Value reduce(Reduction.Kind kind, Value data) {
    return reduce(kind, data, -1);
  }

  /**
   * Folds an axis.
   *
   * @param kind how
   * @param data the tensor
   * @param axis which axis, from 0 or from -1 backwards
   * @return the tensor with 1 as its size there
   * @throws IllegalArgumentException if there is no such axis
   */
  public Value reduce(Reduction.Kind kind, Value data, int axis) {
    return apply(new Reduction(kind, axis), data, numbers(axis));
  }

  /**
   * Converts a tensor where it has another element type.
   *
   * @param data the tensor
   * @param element the type wanted
   * @return the tensor itself or the converted one
   */
  public Value cast(Value data, ElementType element) {
    return data.element() == element ? data : apply(new Layout.Cast(element), data);
  }

  /**
   * Makes a value an output.
   *
   * @param name what a run calls it; unique in the graph
   * @param value the value
   * @throws IllegalArgumentException if the name is taken or the value is not of this graph
   */
  public void output(String name, Value value) {
    requireKnown("output '" + name + "'", value);
    Value named = define(new Value(name, value.type()));
    nodes.add(
        new Node("output/" + name, Unary.IDENTITY, List.of(Optional.of(value)), List.of(named)));
    outputs.add(named);
  }

  /**
   * The graph as it stands.
   *
   * @return the finished graph
   * @throws IllegalArgumentException if it has no output
   */
  public Graph build() {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("the graph '" + name + "' has no output");
    }
    return new Graph(name, inputs, List.copyOf(initializers.values()), nodes, outputs);
  }

  /**
   * The graph as it stands, with some values as its outputs under the names they have. For a body,
   * whose outputs go by their order.
   *
   * @param results the outputs; a value of the graph around, an input or a second mention is passed
   *     on as a value of its own
   * @return the finished graph
   * @throws IllegalArgumentException if there is no output or one is not of this graph
   */
  public Graph build(List<Value> results) {
    for (Value result : results) {
      requireKnown("output of '" + name + "'", result);
      boolean computedHere =
          nodes.stream().anyMatch(node -> node.outputs().contains(result))
              && !outputs.contains(result);
      outputs.add(computedHere ? result : apply(Unary.IDENTITY, result));
    }
    return build();
  }

  private Value define(Value value) {
    if (!valueNames.add(value.name())) {
      throw new IllegalArgumentException("the name '" + value.name() + "' is taken");
    }
    values.put(value.name(), value);
    return value;
  }
}
