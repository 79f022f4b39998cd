package io.github.em4j.onnx;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.GraphSession;
import io.github.em4j.onnx.graph.HostTensor;
import io.github.em4j.onnx.graph.KeyValueMemory;
import io.github.em4j.onnx.graph.LlamaGraph;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.ScoringInputs;
import io.github.em4j.onnx.graph.TokenPacking;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of the graph for each token of a batch, with keys and values kept in place: the fastest
 * way on a CPU, where a run costs little and the memory is the JVM's. An answer that ends makes
 * room for the next prompt at once.
 */
final class CachedDecoder implements Decoder {
  /** More rows share the reading of the weights; beyond this the products themselves count. */
  private static final int MOST_ROWS = 32;

  private static final long MOST_CACHE_BYTES = 512L << 20;

  private final GraphSession session;
  private final LlamaConfig config;
  private final TokenPacking packing;

  private final CacheMemory memories;

  CachedDecoder(GraphSession session, LlamaConfig config, TokenPacking packing) {
    this.session = session;
    this.config = config;
    this.packing = packing;
    this.memories =
        new CacheMemory((rows, positions) -> new KeyValueMemory(config, rows, positions));
  }

  @Override
  public void write(List<Answer> answers, Map<String, HostTensor> adapterInputs) {
    if (answers.isEmpty()) {
      return;
    }
    KeyValueMemory memory = memory(answers);
    new Batch(answers, memory, adapterInputs).write();
    memories.giveBack(memory);
  }

  private KeyValueMemory memory(List<Answer> answers) {
    int positions = answers.stream().mapToInt(Answer::positions).max().orElseThrow();
    long fitting = MOST_CACHE_BYTES / KeyValueMemory.bytesPerRow(config, positions);
    int rows = (int) Math.max(1, Math.min(Math.min(MOST_ROWS, answers.size()), fitting));
    return memories.take(rows, positions);
  }

  /** The answers of one call: row {@code i} of the memory belongs to active answer {@code i}. */
  private final class Batch {
    private final Deque<Answer> waiting;
    private final List<Answer> active = new ArrayList<>();
    private final KeyValueMemory memory;
    private final Map<String, HostTensor> adapterInputs;
    private final FloatBuffer logits;
    private final float[] rowLogits = new float[config.vocabSize()];

    Batch(List<Answer> answers, KeyValueMemory memory, Map<String, HostTensor> adapterInputs) {
      // Neighbours share what their prompts begin with.
      this.waiting =
          new ArrayDeque<>(
              answers.stream()
                  .sorted(Comparator.comparing(Answer::prompt, Arrays::compare))
                  .toList());
      this.memory = memory;
      this.adapterInputs = adapterInputs;
      int rows = Math.min(memory.rows(), answers.size());
      this.logits = logits(rows);
    }

    private FloatBuffer logits(int rows) {
      int bytes = Math.multiplyExact(rows * Float.BYTES, config.vocabSize());
      try {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
      } catch (OutOfMemoryError e) {
        throw new EntityMatchingException(
            "not enough direct memory for logits of %d bytes; -XX:MaxDirectMemorySize allows the"
                    .formatted(bytes)
                + " JVM more",
            e);
      }
    }

    void write() {
      while (!waiting.isEmpty() || !active.isEmpty()) {
        int free = memory.rows() - active.size();
        // A few at a time: prompts that begin alike are computed together.
        if (!waiting.isEmpty() && (active.isEmpty() || free > memory.rows() / 4)) {
          begin(free);
        } else {
          step();
        }
      }
    }

    private void begin(int count) {
      List<Answer> next = new ArrayList<>();
      while (next.size() < count && !waiting.isEmpty()) {
        next.add(waiting.remove());
      }
      for (PackedBatch batch : packing.pack(next.stream().map(Answer::prompt).toList())) {
        Interruption.check();
        int first = active.size();
        Map<String, HostTensor> inputs = ScoringInputs.packed(batch);
        inputs.put(LlamaGraph.OUTPUT_TOKENS, ScoringInputs.lastTokens(batch));
        run(first, batch.leafCount(), inputs, batch.rowCount());
        for (int row = batch.rowCount() - 1; row >= 0; row--) {
          if (batch.leaf(row) != row) {
            memory.move(first + batch.leaf(row), first + row);
          }
        }
        for (int row = 0; row < batch.rowCount(); row++) {
          active.add(next.get(batch.callerRow(row)));
          continueRow(first + row, row);
        }
      }
      closeGaps();
    }

    private void step() {
      Interruption.check();
      int[] tokens = active.stream().mapToInt(Answer::lastToken).toArray();
      int[] lengths = active.stream().mapToInt(Answer::length).toArray();
      run(0, tokens.length, ScoringInputs.step(tokens, lengths), tokens.length);
      for (int row = 0; row < tokens.length; row++) {
        continueRow(row, row);
      }
      closeGaps();
    }

    private void run(int firstRow, int count, Map<String, HostTensor> inputs, int outputs) {
      inputs.putAll(adapterInputs);
      FloatBuffer written = logits.slice(0, outputs * config.vocabSize());
      Map<String, HostTensor> into = new HashMap<>();
      into.put(LlamaGraph.RESULT, HostTensor.of(written, outputs, config.vocabSize()));
      memory.run(session, firstRow, count, inputs, into);
    }

    private void continueRow(int row, int output) {
      logits.get(output * rowLogits.length, rowLogits);
      active.get(row).continueWith(rowLogits);
    }

    /** The last row takes the place of one that ended. */
    private void closeGaps() {
      for (int row = active.size() - 1; row >= 0; row--) {
        if (active.get(row).isFinished()) {
          int last = active.size() - 1;
          if (row < last) {
            memory.move(last, row);
            active.set(row, active.get(last));
          }
          active.remove(last);
        }
      }
    }
  }

  @Override
  public void close() {
    memories.close();
    session.close();
  }
}
