package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the inputs by which a {@link LlamaGraph} with {@linkplain LlamaGraph.Builder#adaptedModules
 * adapted modules} takes an adapter: its matrices in native memory, read once and used in place by
 * every run.
 *
 * <p>A module that the adapter leaves alone gets rank 1 and zeros, which add an exact 0. Rank 0
 * would say the same, but cuBLAS multiplies no matrix without columns.
 */
public final class AdapterInputs {
  private static final String A = LlamaGraph.adapterInputA("");
  private static final String B = LlamaGraph.adapterInputB("");

  private AdapterInputs() {}

  /**
   * The inputs for an adapter.
   *
   * @param graph a graph whose adapted modules are at least those of the adapter
   * @param adapter an adapter of the same model
   * @return by input name, unchangeable; empty where the graph has no adapted modules
   * @throws IllegalArgumentException if the adapter changes a module that the graph does not let
   *     adapt
   * @throws io.github.em4j.EntityMatchingException if the adapter cannot be read
   */
  public static Map<String, HostTensor> of(Graph graph, LoraAdapter adapter) {
    Map<String, HostTensor> inputs = of(graph, adapter.updates());
    for (String module : adapter.updates().keySet()) {
      if (!inputs.containsKey(module + A)) {
        throw new IllegalArgumentException(
            "the graph does not let an adapter change '%s'".formatted(module));
      }
    }
    return inputs;
  }

  /**
   * The inputs for the model without adapter.
   *
   * @param graph a graph
   * @return by input name, unchangeable; empty where the graph has no adapted modules
   */
  public static Map<String, HostTensor> none(Graph graph) {
    return of(graph, Map.of());
  }

  private static Map<String, HostTensor> of(Graph graph, Map<String, LoraAdapter.Update> updates) {
    Map<String, HostTensor> inputs = new HashMap<>();
    for (Value input : graph.inputs()) {
      if (input.name().endsWith(A)) {
        int width = size(input, 1);
        inputs.put(
            input.name(),
            update(input, A, updates)
                .map(u -> tensor(input, u.down().read(), 1, List.of((long) u.rank(), (long) width)))
                .orElseGet(() -> tensor(input, new float[width], 1, List.of(1L, (long) width))));
      } else if (input.name().endsWith(B)) {
        int width = size(input, 0);
        inputs.put(
            input.name(),
            update(input, B, updates)
                .map(
                    u ->
                        tensor(
                            input,
                            u.up().read(),
                            u.scale(),
                            List.of((long) width, (long) u.rank())))
                .orElseGet(() -> tensor(input, new float[width], 1, List.of((long) width, 1L))));
      }
    }
    return Collections.unmodifiableMap(inputs);
  }

  private static int size(Value input, int axis) {
    return Math.toIntExact(input.shape().get(axis).coefficient());
  }

  private static Optional<LoraAdapter.Update> update(
      Value input, String suffix, Map<String, LoraAdapter.Update> updates) {
    String module = input.name().substring(0, input.name().length() - suffix.length());
    return Optional.ofNullable(updates.get(module));
  }

  private static HostTensor tensor(Value input, float[] numbers, double scale, List<Long> shape) {
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(numbers.length, input.element().bytes()))
            .order(ByteOrder.nativeOrder());
    if (input.element() == ElementType.FLOAT) {
      FloatBuffer floats = bytes.asFloatBuffer();
      for (int i = 0; i < numbers.length; i++) {
        floats.put(i, (float) (scale * numbers[i]));
      }
      return HostTensor.of(floats, sizes);
    }
    TensorType half = input.element() == ElementType.FLOAT16 ? TensorType.F16 : TensorType.BF16;
    ShortBuffer bits = bytes.asShortBuffer();
    for (int i = 0; i < numbers.length; i++) {
      bits.put(i, (short) half.toBits((float) (scale * numbers[i])));
    }
    return HostTensor.of(input.element(), bits, sizes);
  }
}
