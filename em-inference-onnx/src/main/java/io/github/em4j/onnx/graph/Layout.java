package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An operator that moves, picks or converts numbers without computing new ones. */
public sealed interface Layout extends Operator {

  /**
   * Picks slices of the first input by the whole numbers in the second: {@code data[:, indices,
   * :]}.
   *
   * @param axis the axis of the data that the indices count along
   */
  record Gather(int axis) implements Layout {
    @Override
    public String opType() {
      return "Gather";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(axis));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireElement(1, ElementType.INT32, ElementType.INT64);
      Value data = inputs.get(0);
      int at = data.shape().index(axis);
      List<Dimension> result = new ArrayList<>(data.shape().dimensions().subList(0, at));
      result.addAll(inputs.get(1).shape().dimensions());
      result.addAll(data.shape().dimensions().subList(at + 1, data.shape().rank()));
      return List.of(new ValueType(data.element(), new Shape(result)));
    }
  }

  /**
   * Picks one number of the first input for each index in the second, along one axis.
   *
   * @param axis the axis that the indices count along
   */
  record GatherElements(int axis) implements Layout {
    @Override
    public String opType() {
      return "GatherElements";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(axis));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireElement(1, ElementType.INT32, ElementType.INT64);
      Shape data = inputs.get(0).shape();
      Shape indices = inputs.shape(1, data.rank());
      int at = data.index(axis);
      for (int i = 0; i < data.rank(); i++) {
        if (i != at) {
          OperatorInputs.requireEqual("axis " + i + " of both inputs", data.get(i), indices.get(i));
        }
      }
      return List.of(new ValueType(inputs.get(0).element(), indices));
    }
  }

  /**
   * Counts the numbers into another shape, which the second input gives. {@link
   * GraphBuilder#reshape} makes that input where at most one size is unknown.
   *
   * @param result the new shape
   */
  record Reshape(Shape result) implements Layout {
    /** Refuses null. */
    public Reshape {
      requireNonNull(result, "result");
    }

    @Override
    public String opType() {
      return "Reshape";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireElement(1, ElementType.INT64);
      OperatorInputs.requireEqual(
          "rank of the result and length of the shape",
          Dimension.of(result.rank()),
          inputs.shape(1, 1).get(0));
      Value data = inputs.get(0);
      if (!data.shape().count().equals(result.count())) {
        throw new IllegalArgumentException(
            "%s holds another count of numbers than %s".formatted(data.shape(), result));
      }
      return List.of(new ValueType(data.element(), result));
    }
  }

  /**
   * The sizes of some axes, as whole numbers.
   *
   * @param start the first axis
   * @param end the axis after the last
   */
  record ShapeOf(int start, int end) implements Layout {
    @Override
    public String opType() {
      return "Shape";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("start", new Attribute.Int(start), "end", new Attribute.Int(end));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, 1);
      if (start < 0 || end <= start || end > inputs.get(0).shape().rank()) {
        throw new IllegalArgumentException(
            "no axes %d to %d in %s".formatted(start, end, inputs.get(0).shape()));
      }
      return List.of(new ValueType(ElementType.INT64, Shape.of(end - start)));
    }
  }

  /**
   * Repeats a tensor until it fills a shape, which the second input gives (broadcasting).
   *
   * @param result the shape to fill
   */
  record Expand(Shape result) implements Layout {
    /** Refuses null. */
    public Expand {
      requireNonNull(result, "result");
    }

    @Override
    public String opType() {
      return "Expand";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireElement(1, ElementType.INT64);
      OperatorInputs.requireEqual(
          "rank of the result and length of the shape",
          Dimension.of(result.rank()),
          inputs.shape(1, 1).get(0));
      Value data = inputs.get(0);
      if (!Binary.broadcast(data.shape(), result).equals(result)) {
        throw new IllegalArgumentException(
            "%s cannot be repeated to %s".formatted(data.shape(), result));
      }
      return List.of(new ValueType(data.element(), result));
    }
  }

  /**
   * Puts tensors one after the other along an axis.
   *
   * @param axis the axis
   */
  record Concat(int axis) implements Layout {
    @Override
    public String opType() {
      return "Concat";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(axis));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, Integer.MAX_VALUE);
      ElementType element = inputs.requireSameElement(inputs.values().size());
      Shape result = inputs.get(0).shape();
      int at = result.index(axis);
      for (int i = 1; i < inputs.values().size(); i++) {
        Shape next = inputs.shape(i, result.rank());
        if (!next.with(at, result.get(at)).equals(result)) {
          throw new IllegalArgumentException(
              "inputs may differ only along axis %d, found %s and %s".formatted(at, result, next));
        }
        result = result.with(at, sum(result.get(at), next.get(at)));
      }
      return List.of(new ValueType(element, result));
    }

    private static Dimension sum(Dimension a, Dimension b) {
      return a.symbols().equals(b.symbols())
          ? new Dimension(Math.addExact(a.coefficient(), b.coefficient()), a.symbols())
          : Dimension.of("(" + a + "+" + b + ")");
    }
  }

  /**
   * Takes a tensor apart along an axis, the way back from {@link Concat}. Inputs: the data, and the
   * sizes of the pieces as whole numbers. As many outputs as pieces.
   *
   * @param axis the axis
   * @param sizes how long each piece is, at least 1; together as long as the axis
   */
  record Split(int axis, List<Long> sizes) implements Layout {
    /** Copies the list. */
    public Split {
      sizes = List.copyOf(sizes);
    }

    @Override
    public String opType() {
      return "Split";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("axis", new Attribute.Int(axis));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(2, 2);
      inputs.requireElement(1, ElementType.INT64);
      OperatorInputs.requireEqual(
          "pieces and their sizes", Dimension.of(sizes.size()), inputs.shape(1, 1).get(0));
      Value data = inputs.get(0);
      int at = data.shape().index(axis);
      long length = sizes.stream().mapToLong(Long::longValue).sum();
      if (sizes.stream().anyMatch(size -> size < 1)
          || !data.shape().get(at).equals(Dimension.of(length))) {
        throw new IllegalArgumentException(
            "axis %d of %s cannot be taken apart into %s".formatted(at, data.shape(), sizes));
      }
      return sizes.stream()
          .map(size -> new ValueType(data.element(), data.shape().with(at, Dimension.of(size))))
          .toList();
    }
  }

  /**
   * Orders the axes anew.
   *
   * @param axes for each axis of the result the axis that it comes from
   */
  record Transpose(List<Integer> axes) implements Layout {

    /**
     * The order that transposes matrices: the last two axes change places.
     *
     * @param rank of the tensor, at least 2
     * @return the operator
     */
    public static Transpose ofMatrices(int rank) {
      List<Integer> axes = new ArrayList<>();
      for (int axis = 0; axis < rank; axis++) {
        axes.add(axis);
      }
      Collections.swap(axes, rank - 2, rank - 1);
      return new Transpose(axes);
    }

    /** Copies the list. */
    public Transpose {
      axes = List.copyOf(axes);
    }

    @Override
    public String opType() {
      return "Transpose";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("perm", new Attribute.Ints(axes.stream().map(Integer::longValue).toList()));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, 1);
      Shape data = inputs.shape(0, axes.size());
      if (axes.stream().distinct().count() != axes.size()) {
        throw new IllegalArgumentException("an axis is named twice: " + axes);
      }
      return List.of(
          new ValueType(inputs.get(0).element(), new Shape(axes.stream().map(data::get).toList())));
    }
  }

  /**
   * Cuts a piece out of an axis. Inputs: the data, the first index, the index after the last and
   * the axis once more, each but the data a list of one whole number.
   *
   * @param axis which axis
   * @param length the size of the piece
   */
  record Slice(int axis, Dimension length) implements Layout {
    /** Refuses null. */
    public Slice {
      requireNonNull(length, "length");
    }

    @Override
    public String opType() {
      return "Slice";
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(4, 4);
      for (int i = 1; i < 4; i++) {
        inputs.requireElement(i, ElementType.INT64);
        inputs.shape(i, 1);
      }
      Value data = inputs.get(0);
      return List.of(new ValueType(data.element(), data.shape().with(axis, length)));
    }
  }

  /**
   * Converts every number to another type.
   *
   * @param to the new type
   */
  record Cast(ElementType to) implements Layout {
    /** Refuses null. */
    public Cast {
      requireNonNull(to, "to");
    }

    @Override
    public String opType() {
      return "Cast";
    }

    @Override
    public Map<String, Attribute> attributes() {
      return Map.of("to", new Attribute.Int(to.onnxCode()));
    }

    @Override
    public List<ValueType> infer(OperatorInputs inputs) {
      inputs.requireCount(1, 1);
      return List.of(new ValueType(to, inputs.get(0).shape()));
    }
  }
}
