package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where the tokens of several examples are: one after the other without padding, {@code [tokens,
 * width]}, for everything that works token by token, and one example a row where tokens see each
 * other. So an example never sees another one, and padding costs next to nothing.
 *
 * <p>A token sees only those before it. So that most of what is hidden need not be computed, rows
 * are cut into a few spans of the same length, and the tokens of each see only what lies up to its
 * end: {@code [spans, rows, heads, span, size]} for what looks, {@code [1, rows, heads, spans ·
 * span, size]} for what is looked at.
 */
final class PackedTokens {
  static final Dimension TOKENS = Dimension.of("tokens");
  static final Dimension ROWS = Dimension.of("rows");
  static final Dimension SPAN = Dimension.of("span");

  /** Token ids, INT64 {@code [tokens]}. */
  static final String TOKEN_IDS = "token_ids";

  /** At which position of its row, INT64 {@code [tokens, 1]}. */
  static final String TOKEN_POSITIONS = "token_positions";

  /** Which row a token is in, INT64 {@code [tokens, 1]}. */
  static final String TOKEN_ROWS = "token_rows";

  /** Which token is at a place, any token where none is, INT64 {@code [1, rows, 1, positions]}. */
  static final String PLACES = "places";

  /**
   * Which span a token is in, counted over all: {@code span · rows + row}, INT64 {@code [tokens,
   * 1]}.
   */
  static final String TOKEN_SPANS = "token_spans";

  /** At which place of its span, INT64 {@code [tokens, 1]}. */
  static final String TOKEN_OFFSETS = "token_offsets";

  /** As {@link #PLACES}, INT64 {@code [spans, rows, 1, span]}. */
  static final String SPAN_PLACES = "span_places";

  /** 1 where a token is at a place, else 0, FLOAT {@code [spans, rows, 1, span, 1]}. */
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

  /** How many spans a row is cut into. */
  final int spans;

  final Value ids;
  final Value positions;

  private final GraphBuilder graph;
  private final TokenLines rowLines;
  private final TokenLines spanLines;
  private final Value occupied;

  /** The position after so many spans, INT64 {@code [1]}. */
  private final List<Value> ends = new ArrayList<>();

  private final List<Value> masks = new ArrayList<>();

  /**
   * Adds the inputs that say where the tokens are.
   *
   * @param heads how many heads what looks has
   * @param sharedHeads how many what is looked at has
   */
  PackedTokens(GraphBuilder graph, ElementType compute, int heads, int sharedHeads, int spans) {
    this.graph = graph;
    this.spans = spans;
    Dimension one = Dimension.of(1);
    Dimension count = Dimension.of(spans);
    Dimension all = upTo(spans);
    ids = graph.input(TOKEN_IDS, ElementType.INT64, Shape.of(TOKENS));
    positions = perToken(TOKEN_POSITIONS);
    Value rowPlaces = graph.input(PLACES, ElementType.INT64, Shape.of(one, ROWS, one, all));
    rowLines = new TokenLines(graph, perToken(TOKEN_ROWS), positions, rowPlaces, sharedHeads);
    Value spanPlaces =
        graph.input(SPAN_PLACES, ElementType.INT64, Shape.of(count, ROWS, one, SPAN));
    spanLines =
        new TokenLines(graph, perToken(TOKEN_SPANS), perToken(TOKEN_OFFSETS), spanPlaces, heads);
    Shape places = Shape.of(count, ROWS, one, SPAN, one);
    occupied = graph.cast(graph.input(OCCUPIED, ElementType.FLOAT, places), compute);
    Value mask =
        graph.cast(graph.input(CAUSAL_MASK, ElementType.FLOAT, Shape.of(all, all)), compute);
    for (int span = 0; span <= spans; span++) {
      ends.add(graph.apply(Binary.MUL, spanLines.length(), graph.numbers(span)));
    }
    for (int span = 0; span < spans; span++) {
      masks.add(first(rowsOf(mask, span), 1, span + 1));
    }
  }

  private Value perToken(String name) {
    return graph.input(name, ElementType.INT64, Shape.of(TOKENS, Dimension.of(1)));
  }

  /** How many positions so many spans have. */
  static Dimension upTo(int spans) {
    return SPAN.times(Dimension.of(spans));
  }

  private Value rowsOf(Value mask, int span) {
    return spans == 1
        ? mask
        : graph.apply(
            new Layout.Slice(0, SPAN), mask, ends.get(span), ends.get(span + 1), graph.numbers(0));
  }

  /** What lies in the first spans along an axis of positions. */
  Value first(Value x, int axis, int spans) {
    Dimension length = upTo(spans);
    return x.shape().get(axis).equals(length)
        ? x
        : graph.apply(
            new Prefix(axis, length), x, graph.numbers(0), ends.get(spans), graph.numbers(axis));
  }

  /** What is added to the scores of a span, {@code [span, positions up to its end]}. */
  Value mask(int span) {
    return masks.get(span);
  }

  /** From {@code [tokens, heads · size]} to {@code [1, rows, heads, positions, size]}. */
  Value toRows(Value x) {
    return rowLines.fill(x);
  }

  /** From {@code [tokens, heads · size]} to {@code [1, rows, heads, span, size]} for each span. */
  List<Value> toSpans(Value x) {
    return graph.split(spanLines.fill(x), 0, Collections.nCopies(spans, 1L));
  }

  /** From {@code [1, rows, heads, span, size]} for each span to {@code [tokens, heads · size]}. */
  Value toTokens(List<Value> bySpan) {
    return spanLines.empty(graph.concat(0, bySpan), occupied);
  }
}
