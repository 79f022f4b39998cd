package io.github.em4j.onnx.graph;

import java.util.List;
import java.util.Optional;

/**
 * How a graph chooses the next token from logits: where the temperature is 0 the most probable one;
 * above, drawn by temperature from the fewest most probable tokens that have a share of the
 * probability.
 *
 * @param temperature FLOAT, one number, at least 0
 * @param share FLOAT, one number in (0, 1]
 * @param draws numbers in [0, 1), FLOAT {@code [rows, steps]}: where the token of each step lies
 *     among those it is drawn from
 */
record TokenChoice(Value temperature, Value share, Value draws) {

  /**
   * The tokens chosen.
   *
   * @param graph where to compute
   * @param logits FLOAT {@code [rows, vocabulary]}
   * @param step how many tokens were chosen before, INT64 with one number
   * @return INT64 {@code [rows]}
   */
  Value next(GraphBuilder graph, Value logits, Value step) {
    Value sampled = graph.apply(Comparison.GREATER, temperature, graph.number(0));
    GraphBuilder drawing = graph.body("drawn");
    Graph drawn = drawing.build(List.of(drawn(drawing, logits, step)));
    GraphBuilder best = graph.body("greedy");
    // Sorting a vocabulary is a hundred times the work of finding the best.
    Graph greedy = best.build(List.of(best.apply(new Ranking.ArgMax(), logits)));
    return graph.apply(new If(drawn, greedy), sampled);
  }

  private Value drawn(GraphBuilder graph, Value logits, Value step) {
    long vocabulary = logits.shape().get(-1).coefficient();
    List<Value> sorted =
        graph.apply(
            new Ranking.TopK(vocabulary),
            List.of(Optional.of(logits), Optional.of(graph.numbers(vocabulary))),
            2);
    Value below =
        graph.apply(Binary.SUB, sorted.get(0), graph.reduce(Reduction.Kind.MAX, sorted.get(0)));
    BlockwiseSums blocks = new BlockwiseSums(graph, vocabulary);
    Value weights =
        blocks.padded(graph.apply(Unary.EXP, graph.apply(Binary.DIV, below, temperature)));
    Value sums = blocks.upToEach(weights);
    Value before = graph.apply(Binary.SUB, sums, weights);
    Value wanted = graph.apply(Binary.MUL, graph.reduce(Reduction.Kind.SUM, weights), share);
    Value kept = graph.cast(graph.apply(Comparison.LESS, before, wanted), ElementType.FLOAT);
    Value nucleus = graph.reduce(Reduction.Kind.SUM, graph.apply(Binary.MUL, weights, kept));
    Value place = graph.apply(Binary.MUL, graph.apply(new Layout.Gather(1), draws, step), nucleus);
    Value passed =
        graph.cast(graph.apply(Comparison.LESS_OR_EQUAL, sums, place), ElementType.FLOAT);
    // Rounding must not lead out of the nucleus nor the vocabulary, nor to no token.
    Value last =
        graph.apply(
            Binary.MAX,
            graph.apply(Binary.SUB, graph.reduce(Reduction.Kind.SUM, kept), graph.number(1)),
            graph.number(0));
    last = graph.apply(Binary.MIN, last, graph.number((float) (vocabulary - 1)));
    Value rank = graph.apply(Binary.MIN, graph.reduce(Reduction.Kind.SUM, passed), last);
    Value token =
        graph.apply(
            new Layout.GatherElements(1), sorted.get(1), graph.cast(rank, ElementType.INT64));
    return graph.reshape(token, Shape.of(logits.shape().get(0)));
  }
}
