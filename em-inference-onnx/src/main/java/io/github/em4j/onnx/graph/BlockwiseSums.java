package io.github.em4j.onnx.graph;

/**
 * Cumulative sums of long rows, in blocks of about the square root of their length and then over
 * the blocks: CUDA's CumSum takes time with the square of what it sums.
 */
final class BlockwiseSums {
  private final GraphBuilder graph;
  private final long length;
  private final long block;
  private final long blocks;

  /**
   * Sums of rows of one length.
   *
   * @param graph where to compute
   * @param length of the rows, at least 1
   */
  BlockwiseSums(GraphBuilder graph, long length) {
    this.graph = graph;
    this.length = length;
    this.block = (long) Math.ceil(Math.sqrt((double) length));
    this.blocks = (length + block - 1) / block;
  }

  /**
   * Rows with zeros behind, so that they fill their blocks.
   *
   * @param rows FLOAT {@code [rows, length]}
   * @return FLOAT {@code [rows, padded]}
   */
  Value padded(Value rows) {
    long missing = blocks * block - length;
    if (missing == 0) {
      return rows;
    }
    Value shape =
        graph.apply(
            new Layout.Concat(0),
            graph.apply(new Layout.ShapeOf(0, 1), rows),
            graph.numbers(missing));
    Value zeros =
        graph.apply(
            new Layout.Expand(rows.shape().with(-1, Dimension.of(missing))),
            graph.number(0),
            shape);
    return graph.apply(new Layout.Concat(1), rows, zeros);
  }

  /**
   * The sums of the numbers up to and with each.
   *
   * @param padded FLOAT {@code [rows, padded]}
   * @return the same shape
   */
  Value upToEach(Value padded) {
    Dimension rows = padded.shape().get(0);
    Dimension count = Dimension.of(blocks);
    Value split = graph.reshape(padded, Shape.of(rows, count, Dimension.of(block)));
    Value inside = graph.apply(Ranking.CumulativeSum.INCLUSIVE, split, graph.numbers(-1));
    Value totals = graph.reshape(graph.reduce(Reduction.Kind.SUM, split), Shape.of(rows, count));
    Value before = graph.apply(Ranking.CumulativeSum.EXCLUSIVE, totals, graph.numbers(-1));
    Value sums =
        graph.apply(
            Binary.ADD, inside, graph.reshape(before, Shape.of(rows, count, Dimension.of(1))));
    return graph.reshape(sums, padded.shape());
  }
}
