package io.github.em4j.onnx.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The matrix of a linear layer, or those of several side by side, rounded to signed bytes with one
 * scale per output: the largest magnitude among the weights of an output becomes 127.
 *
 * @param transposed the bytes as {@code [in, out]}
 * @param scales one per output
 */
record RowwiseInt8Weight(ByteBuffer transposed, ByteBuffer scales, int out, int in) {
  /** How many outputs are rounded before their bytes are written side by side. */
  private static final int BLOCK = 64;

  /** Makes room for matrices of {@code [outs(i), in]}, whose outputs come one after the other. */
  static RowwiseInt8Weight allocate(List<Weight> weights, int in) {
    int out = weights.stream().mapToInt(RowwiseInt8Weight::outputs).reduce(0, Math::addExact);
    return new RowwiseInt8Weight(memory(out, in), memory(out, Float.BYTES), out, in);
  }

  private static int outputs(Weight weight) {
    return Math.toIntExact(weight.type().shape().get(0).coefficient());
  }

  /** Rounds the matrices that room was made for. */
  void fill(List<Weight> weights) {
    int first = 0;
    for (Weight weight : weights) {
      fill(weight, first);
      first += outputs(weight);
    }
  }

  private void fill(Weight weight, int start) {
    try (WeightRows rows = WeightRows.open(weight, in)) {
      float[] row = new float[in];
      byte[] block = new byte[BLOCK * in];
      byte[] column = new byte[BLOCK];
      int count = outputs(weight);
      for (int first = 0; first < count; first += BLOCK) {
        int height = Math.min(BLOCK, count - first);
        for (int r = 0; r < height; r++) {
          rows.read(first + r, row);
          scales.putFloat((start + first + r) * Float.BYTES, round(row, block, r * in));
        }
        for (int i = 0; i < in; i++) {
          for (int r = 0; r < height; r++) {
            column[r] = block[r * in + i];
          }
          transposed.put(i * out + start + first, column, 0, height);
        }
      }
    }
  }

  /** Not direct buffers: the JVM limits those to the size of the heap. */
  private static ByteBuffer memory(int rows, int rowBytes) {
    return ScratchFile.memory(Math.multiplyExact(rows, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float round(float[] row, byte[] target, int offset) {
    int bits = 0;
    for (float number : row) {
      // Without their sign, floats are ordered as their bits are, and whole numbers compare faster.
      bits = Math.max(bits, Float.floatToRawIntBits(number) & Integer.MAX_VALUE);
    }
    float largest = Float.intBitsToFloat(bits);
    float scale = largest == 0 ? 1 : largest / 127;
    float inverse = 1 / scale;
    for (int i = 0; i < row.length; i++) {
      // Around 128 the conversion, which cuts off, rounds.
      target[offset + i] = (byte) ((int) (row[i] * inverse + 128.5f) - 128);
    }
    return scale;
  }

  Value bytes(GraphBuilder graph, String name) {
    return graph.constant(
        name + ".weight.int8",
        new ValueType(ElementType.INT8, Shape.of(in, out)),
        new TensorData.InMemory(transposed));
  }

  Value scales(GraphBuilder graph, String name) {
    return graph.constant(
        name + ".weight.scales",
        new ValueType(ElementType.FLOAT, Shape.of(out)),
        new TensorData.InMemory(scales));
  }

  /** What stands for 0 in the activations. */
  static Value zeroPoint(GraphBuilder graph) {
    return graph.constant(
        "int8.zero_point",
        new ValueType(ElementType.UINT8, Shape.SCALAR),
        new TensorData.Inline(ByteBuffer.wrap(new byte[] {(byte) 128})));
  }
}
