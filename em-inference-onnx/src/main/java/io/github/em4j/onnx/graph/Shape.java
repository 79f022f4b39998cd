package io.github.em4j.onnx.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's axes, outermost first; empty for a scalar.
 *
 * @param dimensions one per axis
 */
public record Shape(List<Dimension> dimensions) {
  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape(List.of());

  /** Copies the list. */
  public Shape {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * A shape of any sizes.
   *
   * @param dimensions one per axis
   * @return the shape
   */
  public static Shape of(Dimension... dimensions) {
    return new Shape(List.of(dimensions));
  }

  /**
   * A shape of known sizes.
   *
   * @param sizes one per axis
   * @return the shape
   */
  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Dimension::of).toList());
  }

  /**
   * The number of axes.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dimensions.size();
  }

  /**
   * One size.
   *
   * @param axis from 0, or from -1 backwards
   * @return the size of that axis
   * @throws IllegalArgumentException if there is no such axis
   */
  public Dimension get(int axis) {
    return dimensions.get(index(axis));
  }

  /**
   * This shape with another size at one axis.
   *
   * @param axis from 0, or from -1 backwards
   * @param size the new size
   * @return the changed shape
   * @throws IllegalArgumentException if there is no such axis
   */
  public Shape with(int axis, Dimension size) {
    List<Dimension> changed = new ArrayList<>(dimensions);
    changed.set(index(axis), size);
    return new Shape(changed);
  }

  /**
   * How many numbers a tensor of this shape holds.
   *
   * @return the product of the sizes
   */
  public Dimension count() {
    return dimensions.stream().reduce(Dimension.of(1), Dimension::times);
  }

  /**
   * Whether all sizes are known.
   *
   * @return true where no symbol stands in any of them
   */
  public boolean isFixed() {
    return dimensions.stream().allMatch(Dimension::isFixed);
  }

  int index(int axis) {
    int index = axis < 0 ? axis + rank() : axis;
    if (index < 0 || index >= rank()) {
      throw new IllegalArgumentException("no axis " + axis + " in the shape " + this);
    }
    return index;
  }

  /** For example {@code [tokens,576]}. */
  @Override
  public String toString() {
    return dimensions.stream().map(Dimension::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
