package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Where the tokens of several examples are: one after the other without padding, {@code [tokens,
 * width]}, for everything that works token by token, and one example a row, {@code [rows, heads,
 * positions, size]}, where tokens see each other. So an example never sees another one, and padding
 * costs next to nothing.
 */
final class PackedTokens {
  static final Dimension TOKENS = Dimension.of("tokens");
  static final Dimension ROWS = Dimension.of("rows");
  static final Dimension POSITIONS = Dimension.of("positions");

  /** Token ids, INT64 {@code [tokens]}. */
  static final String TOKEN_IDS = "token_ids";

  /** Which row a token is in, INT64 {@code [tokens, 1]}. */
  static final String TOKEN_ROWS = "token_rows";

  /** At which position of its row, INT64 {@code [tokens, 1]}. */
  static final String TOKEN_POSITIONS = "token_positions";

  /** Which token is at a place, any token where none is, INT64 {@code [rows, 1, positions]}. */
  static final String PLACES = "places";

  /** 1 where a token is at a place, else 0, FLOAT {@code [rows, 1, positions, 1]}. */
  static final String OCCUPIED = "occupied";

  /**
   * 0 where a position (row of the mask) may see another, else {@link #HIDDEN}, FLOAT {@code
   * [positions, positions]}.
   */
  static final String CAUSAL_MASK = "causal_mask";

  /**
   * What is added to the score of a position that must not be seen: its weight becomes less than
   * 1e-26 of that of an equal score, far below what single precision adds to a sum. Minus infinity
   * makes ONNX Runtime's softmax five times slower: its exponentials are denormal then.
   */
  static final float HIDDEN = -60;

  private final GraphBuilder graph;
  private final Value rows;
  private final Value places;
  private final Value occupied;
  private final Value length;
  private final Map<Integer, HeadPlaces> byHeads = new HashMap<>();

  final Value ids;
  final Value positions;
  final Value causalMask;

  /** Which row of {@code [tokens · heads, size]} is at which place, and the way back. */
  private record HeadPlaces(Value padded, Value packed) {}

  PackedTokens(GraphBuilder graph, ElementType compute, int... headCounts) {
    this.graph = graph;
    Dimension one = Dimension.of(1);
    ids = graph.input(TOKEN_IDS, ElementType.INT64, Shape.of(TOKENS));
    rows = graph.input(TOKEN_ROWS, ElementType.INT64, Shape.of(TOKENS, one));
    positions = graph.input(TOKEN_POSITIONS, ElementType.INT64, Shape.of(TOKENS, one));
    places = graph.input(PLACES, ElementType.INT64, Shape.of(ROWS, one, POSITIONS));
    occupied =
        graph.cast(
            graph.input(OCCUPIED, ElementType.FLOAT, Shape.of(ROWS, one, POSITIONS, one)), compute);
    causalMask =
        graph.cast(
            graph.input(CAUSAL_MASK, ElementType.FLOAT, Shape.of(POSITIONS, POSITIONS)), compute);
    length = graph.apply(new Layout.ShapeOf(2, 3), places);
    for (int heads : headCounts) {
      byHeads.computeIfAbsent(heads, this::placesOf);
    }
  }

  private HeadPlaces placesOf(int heads) {
    Value count = graph.numbers(heads);
    Value head = graph.numbers(LongStream.range(0, heads).toArray());
    Value byPlace = graph.reshape(head, Shape.of(1, heads, 1));
    Value padded = graph.apply(Binary.ADD, graph.apply(Binary.MUL, places, count), byPlace);
    // (row · heads + head) · length + position
    Value line = graph.apply(Binary.ADD, graph.apply(Binary.MUL, rows, count), head);
    Value packed = graph.apply(Binary.ADD, graph.apply(Binary.MUL, line, length), positions);
    return new HeadPlaces(
        padded, graph.reshape(packed, Shape.of(TOKENS.times(Dimension.of(heads)))));
  }

  /** From {@code [tokens, heads · size]} to {@code [rows, heads, positions, size]}. */
  Value toRows(Value x, int heads, long size) {
    HeadPlaces at = placesFor(heads);
    Value byHead =
        graph.reshape(x, Shape.of(TOKENS.times(Dimension.of(heads)), Dimension.of(size)));
    return graph.apply(new Placement(at.packed(), Optional.empty()), byHead, at.padded());
  }

  /** From {@code [rows, heads, positions, size]} to {@code [tokens, heads · size]}. */
  Value toTokens(Value x, int heads, long size) {
    HeadPlaces at = placesFor(heads);
    Value lines =
        graph.reshape(
            x, Shape.of(ROWS.times(POSITIONS).times(Dimension.of(heads)), Dimension.of(size)));
    Value byHead =
        graph.apply(new Placement(at.padded(), Optional.of(occupied)), lines, at.packed());
    return graph.reshape(byHead, Shape.of(TOKENS, Dimension.of(heads * size)));
  }

  private HeadPlaces placesFor(int heads) {
    HeadPlaces known = byHeads.get(heads);
    if (known == null) {
      throw new IllegalArgumentException("no places of " + heads + " heads");
    }
    return known;
  }
}
