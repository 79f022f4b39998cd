package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.ModelId;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.Checkpoint;
import io.github.em4j.onnx.checkpoint.LoraAdapter;
import io.github.em4j.onnx.graph.AdapterInputs;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.LlamaWeights;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model and its views with other adapters share: the tokenizer, the sessions and the
 * matrices of the adapters. Safe for use by many threads.
 */
final class LoadedModel implements AutoCloseable {

  /**
   * One way to run the model.
   *
   * @param id goes into provenance
   * @param adapter inputs that every run takes, all zeros for the model as it was loaded
   */
  record Face(ModelId id, Map<String, HostTensor> adapter) {}

  private final Face base;
  private final Map<String, Face> adapted = new LinkedHashMap<>();
  private final PromptEncoder encoder;
  private final ChoiceScoring scoring;
  private final TextGeneration generation;
  private final ClosingStack opened = new ClosingStack();
  private volatile boolean closed;

  private LoadedModel(OnnxLlama.Builder options, Precision precision, SessionSettings settings) {
    Checkpoint checkpoint = Checkpoint.open(options.folder);
    Optional<LoraAdapter> merged =
        options.mergedAdapter.map(folder -> LoraAdapter.open(folder, checkpoint.config()));
    Map<String, LoraAdapter> named = new LinkedHashMap<>();
    options.namedAdapters.forEach(
        (name, folder) -> named.put(name, LoraAdapter.open(folder, checkpoint.config())));
    LlamaWeights weights =
        merged
            .map(adapter -> AdapterMerge.merge(checkpoint, adapter, precision.compute()))
            .orElseGet(() -> LlamaWeights.of(checkpoint));
    int context =
        Math.min(
            options.contextLength.orElse(Integer.MAX_VALUE), checkpoint.config().maxPositions());
    Graph scoringGraph =
        graph(checkpoint, weights, precision, context).adaptedModules(modules(named)).build();
    LlamaGraph.Builder generationGraph =
        graph(checkpoint, weights, precision, context).adaptedModules(modules(named));
    ModelId id = id(precision, checkpoint, merged);
    this.base = new Face(id, AdapterInputs.none(scoringGraph));
    named.forEach(
        (name, adapter) ->
            adapted.put(
                name, new Face(with(id, name, adapter), AdapterInputs.of(scoringGraph, adapter))));
    try {
      ChatTokenizer tokenizer = checkpoint.openTokenizer();
      opened.push(tokenizer::close);
      this.encoder = new PromptEncoder(tokenizer, context, options.contextPolicy);
      int tokens = options.tokensPerBatch();
      var packing = new TokenPacking(tokens, (int) Math.min(Integer.MAX_VALUE, 4L * tokens));
      this.scoring =
          new ChoiceScoring(tokenizer, encoder, packing, GraphSession.open(scoringGraph, settings));
      opened.push(scoring::close);
      this.generation =
          new TextGeneration(
              options.device.isCuda()
                  ? TextGeneration.Loop.IN_THE_GRAPH
                  : TextGeneration.Loop.OUTSIDE_THE_GRAPH,
              generationGraph,
              checkpoint.config(),
              settings,
              packing,
              tokenizer,
              checkpoint.endTokens());
      opened.push(generation::close);
    } catch (RuntimeException | Error e) {
      opened.closeAfter(e);
      throw e;
    }
  }

  static LoadedModel open(OnnxLlama.Builder options) {
    Precision precision = options.precision.orElse(Precision.usualOn(options.device));
    precision.requireOn(options.device);
    if (precision == Precision.INT8) {
      Int8Support.ofThisMachine().require();
    }
    SessionSettings settings =
        options.device.settings(options.threads, options.spinning, precision == Precision.INT8);
    GraphSession.requireDevice(settings);
    return new LoadedModel(options, precision, settings);
  }

  /** What all graphs over the model have in common. */
  private static LlamaGraph.Builder graph(
      Checkpoint checkpoint, LlamaWeights weights, Precision precision, int context) {
    return LlamaGraph.builder(checkpoint.config(), weights)
        .contextLength(context)
        .linear(precision.linear())
        .compute(precision.compute());
  }

  private static Set<String> modules(Map<String, LoraAdapter> adapters) {
    return adapters.values().stream()
        .flatMap(adapter -> adapter.updates().keySet().stream())
        .map(module -> module.substring(module.lastIndexOf('.') + 1))
        .collect(Collectors.toSet());
  }

  private static ModelId id(
      Precision precision, Checkpoint checkpoint, Optional<LoraAdapter> merged) {
    return new ModelId(
        "onnx",
        checkpoint.name() + "/" + precision,
        Optional.of(
            checkpoint.fingerprint()
                + merged.map(adapter -> "+adapter." + adapter.sha256()).orElse("")));
  }

  private static ModelId with(ModelId base, String name, LoraAdapter adapter) {
    return new ModelId(
        base.provider(),
        base.name() + "+" + name,
        base.revision().map(revision -> revision + "+adapter." + adapter.sha256()));
  }

  /** The model as it was loaded. */
  Face base() {
    return base;
  }

  /** The model with one of its adapters. */
  Face adapted(String name) {
    Face face = adapted.get(requireNonNull(name, "name"));
    if (face == null) {
      throw new IllegalArgumentException(
          "the model was built with the adapters %s, found '%s'".formatted(adapted.keySet(), name));
    }
    return face;
  }

  PromptEncoder encoder() {
    return encoder;
  }

  ChoiceScoring scoring() {
    return scoring;
  }

  TextGeneration generation() {
    return generation;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    opened.close();
  }
}
