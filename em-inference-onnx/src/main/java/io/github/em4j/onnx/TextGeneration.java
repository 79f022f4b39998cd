package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.TokenUsage;
import io.github.em4j.model.Completion;
import io.github.em4j.model.Completion.FinishReason;
import io.github.em4j.model.GenerationOptions;
import io.github.em4j.onnx.checkpoint.ChatTokenizer;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.ElementType;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.ScoringInputs;
import io.github.em4j.onnx.graph.SessionSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes text token by token with the keys and values of earlier tokens kept. The session opens
 * when the first text is asked for. Safe for use by many threads.
 */
final class TextGeneration implements AutoCloseable {
  private final LlamaGraph.Builder graph;
  private final LlamaConfig config;
  private final ElementType compute;
  private final SessionSettings settings;
  private final ChatTokenizer tokenizer;
  private final Set<Integer> endTokens;
  private @Nullable GraphSession session;
  private boolean closed;

  TextGeneration(
      LlamaGraph.Builder graph,
      LlamaConfig config,
      ElementType compute,
      SessionSettings settings,
      ChatTokenizer tokenizer,
      Set<Integer> endTokens) {
    this.graph = graph;
    this.config = config;
    this.compute = compute;
    this.settings = settings;
    this.tokenizer = tokenizer;
    this.endTokens = endTokens;
  }

  /**
   * Continues a prompt that leaves room for the tokens asked for.
   *
   * @param adapter the inputs of the adapter to compute with
   */
  Completion complete(int[] prompt, GenerationOptions options, Map<String, HostTensor> adapter) {
    GraphSession open = session();
    var sampler = new TokenSampler(options);
    Map<String, HostTensor> cache = emptyCache();
    int[] written = new int[options.maxTokens()];
    int[] next = prompt;
    int past = 0;
    for (int count = 0; count < written.length; ) {
      Interruption.check();
      Map<String, HostTensor> inputs = inputs(next, past, cache);
      inputs.putAll(adapter);
      Map<String, HostTensor> outputs = open.run(inputs);
      past += next.length;
      int token = sampler.next(requireNonNull(outputs.get(LlamaGraph.RESULT)).floats());
      if (endTokens.contains(token)) {
        return completion(
            prompt, tokenizer.decode(Arrays.copyOf(written, count)), FinishReason.STOP, count + 1);
      }
      written[count++] = token;
      String text = tokenizer.decode(Arrays.copyOf(written, count));
      int stop = firstStop(text, options.stopStrings());
      if (stop >= 0) {
        return completion(prompt, text.substring(0, stop), FinishReason.STOP, count);
      }
      if (count == written.length) {
        return completion(prompt, text, FinishReason.LENGTH, count);
      }
      cache = grown(outputs);
      next = new int[] {token};
    }
    throw new IllegalStateException("unreachable: at least one token is asked for");
  }

  private static Completion completion(
      int[] prompt, String text, FinishReason reason, int written) {
    return new Completion(text, reason, new TokenUsage(prompt.length, written));
  }

  private static int firstStop(String text, List<String> stops) {
    return stops.stream().mapToInt(text::indexOf).filter(at -> at >= 0).min().orElse(-1);
  }

  private static Map<String, HostTensor> inputs(
      int[] tokens, int past, Map<String, HostTensor> cache) {
    Map<String, HostTensor> inputs = ScoringInputs.padded(List.of(tokens));
    int length = past + tokens.length;
    inputs.put(LlamaGraph.LAST_POSITIONS, HostTensor.of(new int[] {length - 1}, 1));
    inputs.put(LlamaGraph.LONGEST, HostTensor.of(new int[] {length}));
    inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastPlaces(List.of(tokens)));
    inputs.putAll(cache);
    return inputs;
  }

  private Map<String, HostTensor> emptyCache() {
    Map<String, HostTensor> cache = new HashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String part : List.of("key", "value")) {
        cache.put(
            "past." + layer + "." + part,
            HostTensor.empty(compute, 1, config.keyValueHeads(), 0, config.headSize()));
      }
    }
    return cache;
  }

  private Map<String, HostTensor> grown(Map<String, HostTensor> outputs) {
    Map<String, HostTensor> cache = new HashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String part : List.of("key", "value")) {
        String name = layer + "." + part;
        cache.put("past." + name, requireNonNull(outputs.get("present." + name)));
      }
    }
    return cache;
  }

  private synchronized GraphSession session() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    if (session == null) {
      session = GraphSession.open(graph.build(), settings);
    }
    return session;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      session.close();
    }
  }
}
