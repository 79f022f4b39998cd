package io.github.em4j.training.pretraining;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.TensorData;
import io.github.em4j.onnx.graph.ValueType;
import io.github.em4j.onnx.graph.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The tensors of a model that is in no file yet. */
final class InMemoryWeights {

  private InMemoryWeights() {}

  static Map<String, Weight> of(
      LlamaConfig shape, BiFunction<String, List<Long>, float[]> numbers) {
    var weights = new LinkedHashMap<String, Weight>();
    shape
        .tensorShapes()
        .forEach(
            (name, dimensions) ->
                weights.put(name, weight(dimensions, numbers.apply(name, dimensions))));
    return weights;
  }

  private static Weight weight(List<Long> dimensions, float[] numbers) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(numbers);
    Shape shape = new Shape(dimensions.stream().map(Dimension::of).toList());
    return new Weight(new ValueType(ElementType.FLOAT, shape), new TensorData.InMemory(buffer));
  }
}
