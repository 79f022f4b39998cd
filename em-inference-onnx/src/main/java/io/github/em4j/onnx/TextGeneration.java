package io.github.em4j.onnx;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.Graph;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers to prompts. The session opens when the first text is asked for. Safe for use
 * by many threads.
 */
final class TextGeneration implements AutoCloseable {
  /** Where the loop over tokens is. */
  enum Loop {
    /** In the JVM: the fastest on a CPU, which keeps keys and values in place. */
    OUTSIDE_THE_GRAPH,
    /** In the graph: the fastest where keys and values would cross a bus for each token. */
    IN_THE_GRAPH
  }

  private final Loop loop;
  private final LlamaGraph.Builder graph;
  private final LlamaConfig config;
  private final SessionSettings settings;
  private final TokenPacking packing;
  private final ChatTokenizer tokenizer;
  private final Set<Integer> endTokens;
  private @Nullable Decoder decoder;
  private boolean closed;

  TextGeneration(
      Loop loop,
      LlamaGraph.Builder graph,
      LlamaConfig config,
      SessionSettings settings,
      TokenPacking packing,
      ChatTokenizer tokenizer,
      Set<Integer> endTokens) {
    this.loop = loop;
    this.graph = graph.result(LlamaGraph.Result.LOGITS);
    this.config = config;
    this.settings = settings;
    this.packing = packing;
    this.tokenizer = tokenizer;
    this.endTokens = endTokens;
  }

  /** An answer to a prompt that leaves room for the tokens asked for. */
  Answer answer(int[] prompt, GenerationOptions options) {
    return new Answer(prompt, options, endTokens, tokenizer);
  }

  /**
   * Writes answers to their ends.
   *
   * @param answers made by {@link #answer}
   * @param adapterInputs further inputs of every run: the matrices of an adapter
   */
  void write(List<Answer> answers, Map<String, HostTensor> adapterInputs) {
    if (!answers.isEmpty()) {
      decoder().write(answers, adapterInputs);
    }
  }

  private synchronized Decoder decoder() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    if (decoder == null) {
      decoder =
          switch (loop) {
            case OUTSIDE_THE_GRAPH -> {
              Graph steps = graph.keyValueCache().build();
              yield new CachedDecoder(GraphSession.open(steps, settings), config, packing);
            }
            case IN_THE_GRAPH -> new LoopedDecoder(graph, config, settings, packing, endTokens);
          };
    }
    return decoder;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (decoder != null) {
      decoder.close();
    }
  }
}
