package io.github.em4j.onnx.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;

/**
 * The linear layers' weights of one model rounded to 8-bit integers, each once for all graphs over
 * it. Takes one byte a weight in {@link ScratchFile} until nothing refers to it any more.
 * Thread-safe.
 */
final class Int8Weights {
  private final Map<String, RowwiseInt8Weight> rounded = new LinkedHashMap<>();
  private final Map<String, ForkJoinTask<?>> underWay = new LinkedHashMap<>();

  /**
   * The weights under a name, which are rounded in the background until {@link #finish}.
   *
   * @param name of the matrices that lie side by side
   * @param matrices what to round where the name is new; each {@code [outs(i), in]}
   */
  synchronized RowwiseInt8Weight get(String name, Supplier<List<Weight>> matrices, int in) {
    RowwiseInt8Weight known = rounded.get(name);
    if (known != null) {
      return known;
    }
    List<Weight> weights = matrices.get();
    RowwiseInt8Weight added = RowwiseInt8Weight.allocate(weights, in);
    rounded.put(name, added);
    underWay.put(name, ForkJoinPool.commonPool().submit(() -> added.fill(weights)));
    return added;
  }

  /**
   * Waits until all weights are rounded.
   *
   * @throws io.github.em4j.EntityMatchingException if some cannot be read
   */
  synchronized void finish() {
    while (!underWay.isEmpty()) {
      var next = underWay.entrySet().iterator().next();
      try {
        next.getValue().join();
      } catch (RuntimeException | Error e) {
        // Not half-rounded for the next graph.
        underWay.keySet().forEach(rounded::remove);
        underWay.values().forEach(task -> task.cancel(false));
        underWay.clear();
        throw e;
      }
      underWay.remove(next.getKey());
    }
  }
}
