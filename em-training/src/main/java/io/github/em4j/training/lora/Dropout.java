package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Dropout with masks from outside, so that the same seed drops the same numbers: a mask is a window
 * of one long random row of zeros and {@code 1 / (1 - rate)}, and an input says where the window of
 * each place in the graph begins. Layers that read the same activation share its mask.
 */
interface Dropout {
  /** The long row, FLOAT. */
  String NOISE = "dropout_noise";

  /** Where each place's window begins, INT64 {@code [places]}. */
  String OFFSETS = "dropout_offsets";

  /** The activation {@code [tokens, width]} with some of its numbers left out. */
  Value apply(Value x);

  /** A dropout that keeps everything. */
  static Dropout none() {
    return x -> x;
  }

  /** A dropout at so many places; its inputs become inputs of the graph. */
  static Dropout windows(GraphBuilder graph, RuntimeSizes sizes, int places) {
    Value noise = graph.input(NOISE, ElementType.FLOAT, Shape.of(Dimension.of("noise")));
    Value beginnings = graph.input(OFFSETS, ElementType.INT64, Shape.of(places));
    List<Value> unused = new ArrayList<>();
    for (int place = 0; place < places; place++) {
      unused.add(graph.apply(new Layout.Gather(0), beginnings, graph.numbers(place)));
    }
    Map<Value, Value> dropped = new HashMap<>();
    return x ->
        dropped.computeIfAbsent(
            x,
            key -> {
              Value begin = unused.remove(0);
              Dimension count = x.shape().count();
              Value end = graph.apply(Binary.ADD, begin, sizes.of(Shape.of(count)));
              Value window =
                  graph.apply(new Layout.Slice(0, count), noise, begin, end, graph.numbers(0));
              Value mask = graph.cast(graph.reshape(window, x.shape()), x.element());
              return graph.apply(Binary.MUL, x, mask);
            });
  }
}
