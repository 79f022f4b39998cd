package io.github.em4j.onnx.graph;

import io.github.em4j.onnx.graph.LlamaGraph.TokenLayout;
import java.util.Optional;

/** How a graph goes between tokens ({@code [tokens, width]}) and rows, which attention needs. */
abstract sealed class TokenPlaces {
  static final Dimension ROWS = Dimension.of("rows");
  static final Dimension POSITIONS = Dimension.of("positions");

  final GraphBuilder graph;

  /** Which tokens something is asked after; empty for all. */
  final Optional<Value> outputs;

  private TokenPlaces(GraphBuilder graph, boolean someOutputs) {
    this.graph = graph;
    this.outputs =
        someOutputs
            ? Optional.of(
                graph.input(
                    LlamaGraph.OUTPUT_TOKENS, ElementType.INT64, Shape.of(Dimension.of("outputs"))))
            : Optional.empty();
  }

  static TokenPlaces of(TokenLayout layout, GraphBuilder graph, boolean someOutputs) {
    return switch (layout) {
      case PACKED -> new Packed(graph, someOutputs);
      case PADDED -> new Padded(graph, someOutputs);
    };
  }

  /** The ids of all tokens, {@code [tokens]}. */
  abstract Value tokenIds();

  /** From {@code [tokens, width]} to {@code [rows, positions, width]}. */
  abstract Value expand(Value tokens);

  /** From {@code [rows, positions, width]} to {@code [tokens, width]}. */
  abstract Value collect(Value rows);

  /** From {@code [rows, positions, width]} to {@code [outputs, width]}. */
  abstract Value collectOutputs(Value rows);

  /** From {@code [tokens, width]} to {@code [outputs, width]}. */
  final Value outputsOf(Value tokens) {
    return outputs.map(chosen -> pick(tokens, chosen)).orElse(tokens);
  }

  final Value pick(Value data, Value indices) {
    return graph.apply(new Layout.Gather(0), data, indices);
  }

  final Value flatten(Value rows) {
    return graph.reshape(rows, Shape.of(ROWS.times(POSITIONS), rows.shape().get(-1)));
  }

  private static final class Packed extends TokenPlaces {
    private final Value ids;
    private final Value paddedToPacked;
    private final Value packedToPadded;

    Packed(GraphBuilder graph, boolean someOutputs) {
      super(graph, someOutputs);
      Shape tokens = Shape.of(Dimension.of("tokens"));
      ids = graph.input(LlamaGraph.INPUT_IDS, ElementType.INT64, tokens);
      paddedToPacked =
          graph.input(LlamaGraph.PADDED_TO_PACKED, ElementType.INT64, Shape.of(ROWS, POSITIONS));
      packedToPadded = graph.input(LlamaGraph.PACKED_TO_PADDED, ElementType.INT64, tokens);
    }

    @Override
    Value tokenIds() {
      return ids;
    }

    @Override
    Value expand(Value tokens) {
      return pick(tokens, paddedToPacked);
    }

    @Override
    Value collect(Value rows) {
      return pick(flatten(rows), packedToPadded);
    }

    @Override
    Value collectOutputs(Value rows) {
      return outputs
          .map(chosen -> pick(flatten(rows), pick(packedToPadded, chosen)))
          .orElseGet(() -> collect(rows));
    }
  }

  private static final class Padded extends TokenPlaces {
    private final Value ids;
    private final Value flatIds;
    private final Value rowShape;

    Padded(GraphBuilder graph, boolean someOutputs) {
      super(graph, someOutputs);
      ids = graph.input(LlamaGraph.INPUT_IDS, ElementType.INT64, Shape.of(ROWS, POSITIONS));
      flatIds = graph.reshape(ids, Shape.of(ROWS.times(POSITIONS)));
      rowShape =
          graph.apply(
              new Layout.Concat(0), graph.apply(new Layout.ShapeOf(0, 2), ids), graph.numbers(-1));
    }

    @Override
    Value tokenIds() {
      return flatIds;
    }

    @Override
    Value expand(Value tokens) {
      Shape rows = Shape.of(ROWS, POSITIONS, tokens.shape().get(-1));
      return graph.apply(new Layout.Reshape(rows), tokens, rowShape);
    }

    @Override
    Value collect(Value rows) {
      return flatten(rows);
    }

    @Override
    Value collectOutputs(Value rows) {
      return outputsOf(flatten(rows));
    }
  }

  /** One token in each row: a step of generation. */
  static final class Single extends TokenPlaces {
    private final Value ids;

    Single(GraphBuilder graph, Value ids) {
      super(graph, false);
      this.ids = ids;
    }

    @Override
    Value tokenIds() {
      return ids;
    }

    @Override
    Value expand(Value tokens) {
      return graph.reshape(
          tokens, Shape.of(tokens.shape().get(0), Dimension.of(1), tokens.shape().get(-1)));
    }

    @Override
    Value collect(Value rows) {
      return graph.reshape(rows, Shape.of(rows.shape().get(0), rows.shape().get(-1)));
    }

    @Override
    Value collectOutputs(Value rows) {
      return collect(rows);
    }
  }
}
