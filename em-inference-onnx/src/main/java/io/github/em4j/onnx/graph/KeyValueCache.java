package io.github.em4j.onnx.graph;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where attention finds the keys and values of earlier tokens and leaves those with the new ones
 * appended. A part is {@code 3.key} or {@code 3.value} for layer 3.
 */
interface KeyValueCache {
  /** No earlier tokens, and nobody asks for these. */
  KeyValueCache NONE =
      new KeyValueCache() {
        @Override
        public Optional<Value> past(String part) {
          return Optional.empty();
        }

        @Override
        public void keep(String part, Value present) {}
      };

  Optional<Value> past(String part);

  void keep(String part, Value present);

  /** {@code [rows, keyValueHeads, length, headSize]}. */
  static Shape shape(LlamaGraph.Builder options, Dimension rows, Dimension length) {
    return Shape.of(
        rows,
        Dimension.of(options.config.keyValueHeads()),
        length,
        Dimension.of(options.config.headSize()));
  }

  /** Inputs and outputs of the graph. */
  record Crossing(GraphBuilder graph, LlamaGraph.Builder options) implements KeyValueCache {
    @Override
    public Optional<Value> past(String part) {
      Shape shape = shape(options, TokenPlaces.ROWS, Dimension.of("past"));
      return Optional.of(graph.input("past." + part, options.compute, shape));
    }

    @Override
    public void keep(String part, Value present) {
      graph.output("present." + part, present);
    }
  }

  /** Values inside the graph. */
  final class Inside implements KeyValueCache {
    private final Map<String, Value> past;
    private final Map<String, Value> kept = new HashMap<>();

    Inside(Map<String, Value> past) {
      this.past = past;
    }

    @Override
    public Optional<Value> past(String part) {
      return Optional.ofNullable(past.get(part));
    }

    @Override
    public void keep(String part, Value present) {
      kept.put(part, present);
    }

    Value kept(String part) {
      return requireNonNull(kept.get(part), part);
    }
  }
}
