package io.github.em4j.onnx;

import static java.util.Objects.requireNonNull;

import io.github.em4j.model.GenerationOptions;
import io.github.em4j.onnx.graph.GenerationGraph;
import io.github.em4j.onnx.graph.GenerationInputs;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.SessionSettings;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Many tokens in one run of the graph, with the loop inside it: for a device of its own memory.
 * Keys and values never cross the bus. Where a run ends before the answers do, the next one
 * computes their texts anew, all at once, which such a device does faster than it would take them
 * back; runs grow longer, so that this happens a few times at most.
 *
 * <p>Text without stop strings is written in longer runs: nothing but the end tokens, which the
 * graph knows, can end it before its limit.
 */
final class LoopedDecoder implements Decoder {
  private static final int SHORT_RUN = 32;
  private static final int LONG_RUN = 256;

  private final LlamaGraph.Builder graph;
  private final SessionSettings settings;
  private final TokenPacking packing;
  private final long[] endTokens;

  /** By whether they sample; opened when needed. */
  private final Map<Boolean, GraphSession> sessions = new HashMap<>();

  private boolean closed;

  LoopedDecoder(
      LlamaGraph.Builder graph,
      SessionSettings settings,
      TokenPacking packing,
      Set<Integer> endTokens) {
    this.graph = graph;
    this.settings = settings;
    this.packing = packing;
    this.endTokens = endTokens.stream().mapToLong(Integer::longValue).sorted().toArray();
  }

  @Override
  public void write(List<Answer> answers, Map<String, HostTensor> adapterInputs) {
    List<Answer> open = new ArrayList<>(answers);
    int longest = SHORT_RUN;
    while (!open.isEmpty()) {
      List<Answer> writing = open;
      for (PackedBatch batch : packing.pack(writing.stream().map(Answer::tokens).toList())) {
        Interruption.check();
        List<Answer> rows = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
          rows.add(writing.get(batch.callerRow(row)));
        }
        run(batch, rows, longest, adapterInputs);
      }
      open = open.stream().filter(answer -> !answer.isFinished()).toList();
      longest = Math.min(LONG_RUN, 2 * longest);
    }
  }

  private void run(
      PackedBatch batch, List<Answer> rows, int longest, Map<String, HostTensor> adapterInputs) {
    GenerationOptions options = rows.get(0).options();
    int remaining = rows.stream().mapToInt(Answer::remaining).max().orElseThrow();
    int count = Math.min(remaining, options.stopStrings().isEmpty() ? LONG_RUN : longest);
    Map<String, HostTensor> inputs = GenerationInputs.of(batch, count - 1, endTokens);
    boolean sampled = options.temperature() > 0;
    if (sampled) {
      inputs.putAll(sampling(rows, count, options));
    }
    inputs.putAll(adapterInputs);
    Map<String, HostTensor> outputs = session(sampled).run(inputs);
    take(rows, requireNonNull(outputs.get(GenerationGraph.FIRST_TOKENS)).longs());
    take(rows, requireNonNull(outputs.get(GenerationGraph.LATER_TOKENS)).longs());
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
  private static void take(List<Answer> rows, long[] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      Answer answer = rows.get(i % rows.size());
      if (!answer.isFinished()) {
        answer.add((int) tokens[i]);
      }
    }
  }

  private synchronized GraphSession session(boolean sampled) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    return sessions.computeIfAbsent(
        sampled, s -> GraphSession.open(GenerationGraph.of(graph, s), settings));
  }

  @Override
  public synchronized void close() {
    closed = true;
    sessions.values().forEach(GraphSession::close);
  }
}
