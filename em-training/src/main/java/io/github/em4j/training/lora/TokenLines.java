package io.github.em4j.training.lora;

import io.github.em4j.onnx.graph.Binary;
import io.github.em4j.onnx.graph.Dimension;
import io.github.em4j.onnx.graph.GraphBuilder;
import io.github.em4j.onnx.graph.Layout;
import io.github.em4j.onnx.graph.Shape;
import io.github.em4j.onnx.graph.Value;
import java.util.Optional;
import java.util.stream.LongStream;

/** Lines of places that the heads of tokens go to, each to one place, and come back from. */
final class TokenLines {
  private final GraphBuilder graph;
  private final int heads;
  private final Value length;

  /** Which line of {@code [tokens · heads, size]} is at which place. */
  private final Value headPlaces;

  /** The way back. */
  private final Value headTokens;

  /**
   * Lines of one length.
   *
   * @param tokenLines which line a token is in, INT64 {@code [tokens, 1]}
   * @param tokenPlaces at which place of it, likewise
   * @param places which token is at a place, any token where none is, INT64 {@code [.., .., 1,
   *     length]}, the lines in the order of the first two axes
   * @param heads how many heads a token has, which lie side by side
   */
  TokenLines(GraphBuilder graph, Value tokenLines, Value tokenPlaces, Value places, int heads) {
    this.graph = graph;
    this.heads = heads;
    length = graph.apply(new Layout.ShapeOf(3, 4), places);
    Value count = graph.numbers(heads);
    Value head = graph.numbers(LongStream.range(0, heads).toArray());
    Value byPlace = graph.reshape(head, Shape.of(1, 1, heads, 1));
    headPlaces = graph.apply(Binary.ADD, graph.apply(Binary.MUL, places, count), byPlace);
    // (line · heads + head) · length + place
    Value line = graph.apply(Binary.ADD, graph.apply(Binary.MUL, tokenLines, count), head);
    Value back = graph.apply(Binary.ADD, graph.apply(Binary.MUL, line, length), tokenPlaces);
    headTokens = graph.reshape(back, Shape.of(back.shape().count()));
  }

  /** How many places a line has, INT64 {@code [1]}. */
  Value length() {
    return length;
  }

  /** From {@code [tokens, heads · size]} to {@code [.., .., heads, length, size]}. */
  Value fill(Value x) {
    Dimension size = Dimension.of(x.shape().get(-1).coefficient() / heads);
    Value byHead = graph.reshape(x, Shape.of(headTokens.shape().get(0), size));
    return graph.apply(new Placement(headTokens, Optional.empty()), byHead, headPlaces);
  }

  /**
   * From {@code [.., .., heads, length, size]} to {@code [tokens, heads · size]}.
   *
   * @param occupied 1 where a token is at a place, else 0, {@code [.., .., 1, length, 1]}
   */
  Value empty(Value x, Value occupied) {
    Dimension size = x.shape().get(-1);
    Value byPlace = graph.reshape(x, Shape.of(headPlaces.shape().count(), size));
    Value byHead =
        graph.apply(new Placement(headPlaces, Optional.of(occupied)), byPlace, headTokens);
    return graph.reshape(byHead, Shape.of(PackedTokens.TOKENS, size.times(Dimension.of(heads))));
  }
}
