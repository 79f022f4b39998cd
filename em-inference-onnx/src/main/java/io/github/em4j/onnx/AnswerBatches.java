package io.github.em4j.onnx;

import io.github.em4j.onnx.checkpoint.LlamaConfig;
import io.github.em4j.onnx.graph.KeyValueMemory;
import io.github.em4j.onnx.graph.PackedBatch;
import io.github.em4j.onnx.graph.TokenPacking;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts answers into batches that are written together. Packing bounds what prompts cost; what
 * answers cost, keys, values and logits of each row, is bounded here: equal prompts are one prompt,
 * but as many answers.
 *
 * @param packing bounds the prompts
 * @param config the shape of the model
 * @param memory how many bytes the rows of a batch may take, counted in single precision; a row
 *     that takes more gets a batch of its own
 */
record AnswerBatches(TokenPacking packing, LlamaConfig config, long memory) {
  /** Logits, their order and the sums over them. */
  private static final int NUMBERS_PER_LOGIT = 8;

  /**
   * Answers that are written together.
   *
   * @param tokens prompts and what is written so far
   * @param rows the answer of each row
   */
  record Batch(PackedBatch tokens, List<Answer> rows) {}

  /**
   * Cuts answers into batches.
   *
   * @param answers to write on
   * @param steps how many tokens each grows by at most
   * @return batches that together hold every answer once
   */
  List<Batch> of(List<Answer> answers, int steps) {
    List<Batch> batches = new ArrayList<>();
    addTo(batches, answers, steps);
    return batches;
  }

  private void addTo(List<Batch> batches, List<Answer> answers, int steps) {
    for (PackedBatch packed : packing.pack(answers.stream().map(Answer::tokens).toList())) {
      List<Answer> rows = new ArrayList<>();
      for (int row = 0; row < packed.rowCount(); row++) {
        rows.add(answers.get(packed.callerRow(row)));
      }
      int most = (int) Math.max(1, Math.min(rows.size(), memory / rowBytes(packed, steps)));
      if (most == rows.size()) {
        batches.add(new Batch(packed, rows));
      } else {
        // Neighbours stay together: they share what they begin with.
        for (int start = 0; start < rows.size(); start += most) {
          addTo(batches, rows.subList(start, Math.min(rows.size(), start + most)), steps);
        }
      }
    }
  }

  private long rowBytes(PackedBatch batch, int steps) {
    return KeyValueMemory.bytesPerRow(config, batch.longest() + steps)
        + (long) Float.BYTES * NUMBERS_PER_LOGIT * config.vocabSize();
  }
}
