package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.GenerationGraph;
import io.github.em4j.onnx.graph.GenerationInputs;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Many tokens in one run of the graph, with the loop inside it: for a device of its own memory.
 * Keys and values never cross the bus. Where a run ends before the answers do, the next one
 * computes their texts anew, all at once, which such a device does faster than it would take them
 * back.
 *
 * <p>Text without stop strings is written in longer runs: nothing but the end tokens, which the
 * graph knows, can end it before its limit.
 */
final class LoopedDecoder implements Decoder {
  private static final int SHORT_RUN = 32;

  /** A run cannot be interrupted, and a few more of them cost little. */
  private static final int LONG_RUN = 64;

  private static final long MOST_ROW_BYTES = 4L << 30;

  private final LlamaGraph.Builder graph;
  private final SessionSettings settings;
  private final AnswerBatches batches;
  private final long[] endTokens;

  /** One for greedy and drawn text, since each has its own weights; opened when needed. */
  private @Nullable GraphSession session;

  private boolean closed;

  LoopedDecoder(
      LlamaGraph.Builder graph,
      LlamaConfig config,
      SessionSettings settings,
      TokenPacking packing,
      Set<Integer> endTokens) {
    this.graph = graph;
    this.settings = settings;
    this.batches = new AnswerBatches(packing, config, rowBytes(settings));
    this.endTokens = endTokens.stream().mapToLong(Integer::longValue).sorted().toArray();
  }

  @Override
  public void write(List<Answer> answers, Map<String, HostTensor> adapterInputs) {
    List<Answer> open = new ArrayList<>(answers);
    int longest = SHORT_RUN;
    while (!open.isEmpty()) {
      int count = steps(open, longest);
      for (AnswerBatches.Batch batch : batches.of(open, count)) {
        Interruption.check();
        run(batch, count, adapterInputs);
      }
      open = open.stream().filter(answer -> !answer.isFinished()).toList();
      longest = Math.min(LONG_RUN, 2 * longest);
    }
  }

  private static int steps(List<Answer> open, int longest) {
    int remaining = open.stream().mapToInt(Answer::remaining).max().orElseThrow();
    boolean stopStrings = !open.get(0).options().stopStrings().isEmpty();
    return Math.min(remaining, stopStrings ? longest : LONG_RUN);
  }

  /** A part of the limit: the weights and the prompts need theirs. */
  private static long rowBytes(SessionSettings settings) {
    long limit =
        settings
            .cuda()
            .map(SessionSettings.Cuda::memoryLimit)
            .orElseGet(OptionalLong::empty)
            .orElse(Long.MAX_VALUE);
    return Math.min(MOST_ROW_BYTES, limit / 4);
  }

  private void run(AnswerBatches.Batch batch, int count, Map<String, HostTensor> adapterInputs) {
    List<Answer> rows = batch.rows();
    GenerationOptions options = rows.get(0).options();
    Map<String, HostTensor> inputs = GenerationInputs.of(batch.tokens(), count - 1, endTokens);
    if (options.temperature() > 0) {
      inputs.putAll(sampling(rows, count, options));
    }
    inputs.putAll(adapterInputs);
    Map<String, HostTensor> outputs = session().run(inputs);
    take(rows, outputs, GenerationGraph.FIRST_TOKENS, GenerationGraph.FIRST_LOGITS);
    take(rows, outputs, GenerationGraph.LATER_TOKENS, GenerationGraph.LATER_LOGITS);
  }

  private static Map<String, HostTensor> sampling(
      List<Answer> rows, int count, GenerationOptions options) {
    float[] draws = new float[rows.size() * count];
    for (int row = 0; row < rows.size(); row++) {
      for (int step = 0; step < count; step++) {
        draws[row * count + step] = rows.get(row).draw();
      }
    }
    // A graph cannot divide by what single precision takes for 0.
    float temperature = Math.max(Float.MIN_NORMAL, (float) options.temperature());
    return Map.of(
        GenerationGraph.DRAWS, HostTensor.of(draws, rows.size(), count),
        GenerationGraph.TEMPERATURE, HostTensor.of(new float[] {temperature}),
        GenerationGraph.TOP_P, HostTensor.of(new float[] {(float) options.topP()}));
  }

  /** Hands out tokens of some steps; those after the end of an answer mean nothing. */
  private static void take(
      List<Answer> rows, Map<String, HostTensor> outputs, String tokenName, String logitName) {
    long[] tokens = requireNonNull(outputs.get(tokenName)).longs();
    float[] logits = requireNonNull(outputs.get(logitName)).floats();
    for (int i = 0; i < tokens.length; i++) {
      Answer answer = rows.get(i % rows.size());
      if (!answer.isFinished()) {
        answer.add((int) tokens[i], logits[i]);
      }
    }
  }

  private synchronized GraphSession session() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    if (session == null) {
      session = GraphSession.open(GenerationGraph.of(graph), settings);
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
