package io.github.em4j.onnx.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A graph that reads prompts and writes several tokens of their answers in one run: the prompts are
 * computed packed, then a {@link Loop} makes a step per token with keys and values as its state.
 * For devices of their own memory: only token ids cross the bus, and one logit for each. To write
 * on, run it again with prompts that hold what was written.
 *
 * <p>Inputs beside those of packed tokens ({@link ScoringInputs#packed}, {@link
 * LlamaGraph#OUTPUT_TOKENS}): the constants of this class.
 */
public final class GenerationGraph {
  /** Which padded row of attention each answer continues, INT64 {@code [outputs]}. */
  public static final String ANSWER_ROWS = "answer_rows";

  /** The length of each prompt minus one, INT32 {@code [outputs]}. */
  public static final String PROMPT_ENDS = "prompt_ends";

  /** How many tokens to write after the first, INT64, one number; fewer where all end before. */
  public static final String STEPS = "steps";

  /** The tokens that end an answer, INT64 {@code [ends]}, at least one. */
  public static final String END_TOKENS = "end_tokens";

  /** The temperature, FLOAT, one number; 0 to write the most probable tokens. */
  public static final String TEMPERATURE = "temperature";

  /** The share of probability to draw from, FLOAT, one number; no matter at temperature 0. */
  public static final String TOP_P = "top_p";

  /** Random numbers in [0, 1), FLOAT {@code [outputs, 1 + steps]}; any at temperature 0. */
  public static final String DRAWS = "draws";

  /** The first token of each answer, INT64 {@code [outputs]}. */
  public static final String FIRST_TOKENS = "first_tokens";

  /**
   * The tokens after the first, INT64 {@code [steps, outputs]}; what follows the end of an answer
   * has no meaning.
   */
  public static final String LATER_TOKENS = "later_tokens";

  /**
   * The largest logit that each first token was chosen from, FLOAT {@code [outputs]}; where it is
   * not finite, the token means nothing.
   */
  public static final String FIRST_LOGITS = "first_logits";

  /** The same for the tokens after the first, FLOAT {@code [steps, outputs]}. */
  public static final String LATER_LOGITS = "later_logits";

  private static final Dimension OUTPUTS = Dimension.of("outputs");

  private final LlamaGraph.Builder options;
  private final GraphBuilder graph;
  private final LlamaTensors tensors;
  private final List<String> parts;
  private final TokenChoice choice;
  private final Value promptEnds;
  private final Value steps;
  private final Value endTokens;

  private GenerationGraph(LlamaGraph.Builder options) {
    this.options = options;
    graph = new GraphBuilder(options.config.architecture().configName() + " writing");
    tensors = new LlamaTensors(graph, options.weights, options.compute);
    parts =
        IntStream.range(0, options.config.layers())
            .boxed()
            .flatMap(layer -> List.of(layer + ".key", layer + ".value").stream())
            .toList();
    promptEnds = graph.input(PROMPT_ENDS, ElementType.INT32, Shape.of(OUTPUTS));
    steps = graph.input(STEPS, ElementType.INT64, Shape.SCALAR);
    endTokens = graph.input(END_TOKENS, ElementType.INT64, Shape.of(Dimension.of("ends")));
    choice =
        new TokenChoice(
            graph.input(TEMPERATURE, ElementType.FLOAT, Shape.SCALAR),
            graph.input(TOP_P, ElementType.FLOAT, Shape.SCALAR),
            graph.input(DRAWS, ElementType.FLOAT, Shape.of(OUTPUTS, Dimension.of("draws"))));
  }

  /**
   * Builds the graph.
   *
   * @param options the model, its context, arithmetic and adapted modules
   * @return the graph
   * @throws IllegalArgumentException if the options ask for something else than packed tokens and
   *     {@link LlamaGraph.Result#LOGITS} without a cache
   */
  public static Graph of(LlamaGraph.Builder options) {
    if (options.tokenLayout != LlamaGraph.TokenLayout.PACKED
        || options.result != LlamaGraph.Result.LOGITS
        || options.keyValueCache) {
      throw new IllegalArgumentException(
          "writing needs packed tokens and LOGITS without a cache, found %s and %s%s"
              .formatted(
                  options.tokenLayout,
                  options.result,
                  options.keyValueCache ? " with a cache" : ""));
    }
    Graph graph = new GenerationGraph(options).build();
    options.weights.int8().finish();
    return graph;
  }

  private Graph build() {
    DecoderAttention.Rows rows = DecoderAttention.Rows.inputs(graph, options);
    KeyValueCache.Inside prompts = new KeyValueCache.Inside(Map.of());
    TokenPlaces places = TokenPlaces.of(LlamaGraph.TokenLayout.PACKED, graph, true);
    Value logits = new LlamaGraph(options, graph, tensors, places, rows, prompts).result();
    graph.enter("writing");
    Value first = choice.next(graph, logits, graph.numbers(0));
    Value ended = isEnd(graph, first);
    List<Value> begin = new ArrayList<>(List.of(steps, anyOpen(graph, ended), first, ended));
    begin.addAll(roomForSteps(prompts, first));
    Loop loop = new Loop(step(rows));
    List<Value> results =
        graph.apply(loop, begin.stream().map(Optional::of).toList(), parts.size() + 4);
    graph.output(FIRST_TOKENS, first);
    graph.output(LATER_TOKENS, results.get(results.size() - 2));
    graph.output(FIRST_LOGITS, largest(graph, logits));
    graph.output(LATER_LOGITS, results.get(results.size() - 1));
    return graph.build();
  }

  /** One row of keys and values per answer, long enough for what is to come. */
  private List<Value> roomForSteps(KeyValueCache.Inside prompts, Value first) {
    Value answerRows = graph.input(ANSWER_ROWS, ElementType.INT64, Shape.of(OUTPUTS));
    Dimension added = Dimension.of("steps");
    Value shape =
        graph.apply(
            new Layout.Concat(0),
            graph.apply(new Layout.ShapeOf(0, 1), first),
            graph.numbers(options.config.keyValueHeads()),
            graph.reshape(steps, Shape.of(1)),
            graph.numbers(options.config.headSize()));
    Value room =
        graph.apply(
            new Layout.Expand(KeyValueCache.shape(options, OUTPUTS, added)),
            graph.cast(graph.number(0), options.compute),
            shape);
    List<Value> caches = new ArrayList<>();
    for (String part : parts) {
      Value prompt = graph.apply(new Layout.Gather(0), prompts.kept(part), answerRows);
      caches.add(graph.apply(new Layout.Concat(2), prompt, room));
    }
    return caches;
  }

  /** Computes the token before and chooses the next one. */
  private Graph step(DecoderAttention.Rows promptRows) {
    GraphBuilder body = graph.body("step");
    Value iteration = body.input("step.iteration", ElementType.INT64, Shape.SCALAR);
    body.input("step.begins", ElementType.BOOL, Shape.SCALAR);
    Value token = body.input("step.token", ElementType.INT64, Shape.of(OUTPUTS));
    Value ended = body.input("step.ended", ElementType.BOOL, Shape.of(OUTPUTS));
    Map<String, Value> past = new HashMap<>();
    Shape cache = KeyValueCache.shape(options, OUTPUTS, Dimension.of("cache"));
    parts.forEach(part -> past.put(part, body.input("step.past." + part, options.compute, cache)));
    KeyValueCache.Inside caches = new KeyValueCache.Inside(past);

    Value written = body.apply(Binary.ADD, iteration, body.numbers(1));
    Value added = body.cast(written, ElementType.INT32);
    DecoderAttention.Rows rows =
        new DecoderAttention.Rows(
            body.apply(Binary.ADD, promptEnds, added),
            body.apply(Binary.ADD, promptRows.longest(), added),
            promptRows.cosines(),
            promptRows.sines());
    TokenPlaces places = new TokenPlaces.Single(body, token);
    Value logits = new LlamaGraph(options, body, tensors, places, rows, caches).result();
    Value next = choice.next(body, logits, written);
    Value nowEnded = body.apply(Comparison.OR, ended, isEnd(body, next));
    List<Value> results = new ArrayList<>(List.of(anyOpen(body, nowEnded), next, nowEnded));
    parts.forEach(part -> results.add(caches.kept(part)));
    results.add(next);
    results.add(largest(body, logits));
    return body.build(results);
  }

  private static Value largest(GraphBuilder part, Value logits) {
    return part.reshape(part.reduce(Reduction.Kind.MAX, logits), Shape.of(logits.shape().get(0)));
  }

  private Value isEnd(GraphBuilder part, Value tokens) {
    Value column = part.reshape(tokens, Shape.of(OUTPUTS, Dimension.of(1)));
    Value equal = part.apply(Comparison.EQUAL, column, endTokens);
    Value any = part.reduce(Reduction.Kind.MAX, part.cast(equal, ElementType.FLOAT));
    return part.cast(part.reshape(any, Shape.of(OUTPUTS)), ElementType.BOOL);
  }

  private static Value anyOpen(GraphBuilder part, Value ended) {
    Value open = part.apply(Binary.SUB, part.number(1), part.cast(ended, ElementType.FLOAT));
    Value any = part.reduce(Reduction.Kind.MAX, open);
    return part.cast(part.reshape(any, Shape.SCALAR), ElementType.BOOL);
  }
}
