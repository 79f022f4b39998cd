package io.github.em4j.onnx;

import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.StoredTensor;
import io.github.em4j.onnx.checkpoint.TensorType;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.LlamaWeights;
import io.github.em4j.onnx.graph.ScratchFile;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.ValueType;
import io.github.em4j.onnx.graph.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adds a LoRA adapter to the weights that it changes: {@code W + scale · B · A}, in single
 * precision and rounded to the type of the computation once. The heap holds a few rows and the
 * adapter's matrices of one module at a time.
 */
final class AdapterMerge {
  private static final int BLOCK_NUMBERS = 1 << 18;

  private final ElementType compute;
  private final TensorType written;

  private AdapterMerge(ElementType compute) {
    this.compute = compute;
    this.written =
        switch (compute) {
          case FLOAT16 -> TensorType.F16;
          case BFLOAT16 -> TensorType.BF16;
          default -> TensorType.F32;
        };
  }

  /** The checkpoint's weights in their files but for those that the adapter changes. */
  static LlamaWeights merge(Checkpoint checkpoint, LoraAdapter adapter, ElementType compute) {
    var merge = new AdapterMerge(compute);
    Map<String, Weight> merged = new LinkedHashMap<>();
    try (ScratchFile scratch = ScratchFile.open()) {
      adapter
          .updates()
          .forEach(
              (module, update) -> {
                String name = module + ".weight";
                merged.put(name, merge.module(checkpoint.tensor(name), update, scratch));
              });
    }
    return LlamaWeights.of(checkpoint).with(merged);
  }

  private Weight module(StoredTensor base, LoraAdapter.Update update, ScratchFile scratch) {
    int out = Math.toIntExact(base.shape().get(0));
    int in = Math.toIntExact(base.shape().get(1));
    float[] a = update.down().read();
    int rowsAtOnce = Math.max(1, BLOCK_NUMBERS / in);
    ByteBuffer bytes =
        ByteBuffer.allocate(rowsAtOnce * in * written.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < out; first += rowsAtOnce) {
      int count = Math.min(rowsAtOnce, out - first);
      float[] rows = base.readRows(first, count);
      update.addTo(rows, first, a);
      bytes.clear();
      for (float number : rows) {
        if (written == TensorType.F32) {
          bytes.putFloat(number);
        } else {
          bytes.putShort((short) written.toBits(number));
        }
      }
      scratch.write(bytes.flip());
    }
    Shape shape = new Shape(base.shape().stream().map(Dimension::of).toList());
    return new Weight(
        new ValueType(compute, shape), new TensorData.InMemory(scratch.finishTensor()));
  }
}
