package io.github.em4j.training.lora;

import static java.util.Objects.requireNonNull;

import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Node;
import io.github.em4j.onnx.graph.Total;
import io.github.em4j.onnx.graph.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What ONNX Runtime can compute on CUDA, from a list of facts: the next best thing to a GPU. */
final class CudaKernels {
  private final Map<String, List<Set<String>>> typesOfInputs = new HashMap<>();

  private CudaKernels() {}

  static CudaKernels read() {
    CudaKernels kernels = new CudaKernels();
    try (InputStream in =
        requireNonNull(CudaKernels.class.getResourceAsStream("cuda-kernels.tsv"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(
              line -> {
                List<String> cells = List.of(line.split("\t"));
                kernels.typesOfInputs.put(
                    cells.get(0),
                    cells.subList(1, cells.size()).stream()
                        .map(types -> Set.of(types.split(" ")))
                        .toList());
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kernels;
  }

  /** A line for each node that CUDA has no kernel for. */
  List<String> missingFor(Graph graph) {
    List<String> missing = new ArrayList<>();
    Set<Value> empty = new HashSet<>();
    for (Node node : graph.nodes()) {
      List<Set<String>> allowed = typesOfInputs.get(node.operator().opType());
      if (allowed == null) {
        missing.add(node.name() + " is not on the list");
        continue;
      }
      for (int i = 0; i < node.inputs().size(); i++) {
        Optional<Value> input = node.inputs().get(i);
        Set<String> types = allowed.get(Math.min(i, allowed.size() - 1));
        if (input.isPresent() && !types.contains(typeOf(input.get()))) {
          missing.add(
              "%s: input %d is %s, must be one of %s"
                  .formatted(node.name(), i, typeOf(input.get()), types));
        }
      }
      Value first = node.inputs().get(0).orElseThrow();
      if (node.operator() instanceof Total && empty.contains(first)) {
        missing.add(node.name() + " sums no numbers");
      }
      boolean stillEmpty = node.operator() instanceof Layout.Cast && empty.contains(first);
      if (stillEmpty
          || (node.operator() instanceof Layout.Slice slice
              && slice.length().isFixed()
              && slice.length().coefficient() == 0)) {
        empty.addAll(node.outputs());
      }
    }
    return missing;
  }

  private static String typeOf(Value value) {
    return value.element().name().toLowerCase(Locale.ROOT);
  }
}
