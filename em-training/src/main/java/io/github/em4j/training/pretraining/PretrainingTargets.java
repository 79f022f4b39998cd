package io.github.em4j.training.pretraining;

import io.github.em4j.training.lora.TrainingExample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is learned from a batch: the answers; for each word of a second entity whether the first
 * holds it; and, on every third example, the next token.
 */
final class PretrainingTargets {
  private static final double AUXILIARY_WEIGHT = 0.5;
  private static final double LANGUAGE_WEIGHT = 0.2;
  private static final double END_WEIGHT = 0.05;
  private static final int ROWS_OF_LANGUAGE = 3;

  private final int end;

  /** Targets with a token behind each answer. */
  PretrainingTargets(int end) {
    this.end = end;
  }

  /** Prompt, answer and end of each example, with what each token of them counts. */
  List<TrainingExample> of(PretrainingBatch batch, int step) {
    int rows = batch.rows();
    int languageTokens = 0;
    for (int row = 0; row < rows; row++) {
      languageTokens +=
          isForLanguage(row, step) ? batch.answerPosition(row) - batch.starts()[row] : 0;
    }
    float language = (float) (LANGUAGE_WEIGHT * rows / Math.max(1, languageTokens));
    float auxiliary = (float) (AUXILIARY_WEIGHT * rows / Math.max(1, batch.wordEnds().length));
    List<TrainingExample> examples = new ArrayList<>(rows);
    int word = 0;
    for (int row = 0; row < rows; row++) {
      int start = batch.starts()[row];
      int length = batch.starts()[row + 1] - start;
      int[] tokens = Arrays.copyOfRange(batch.ids(), start, start + length + 2);
      tokens[length] = batch.answers()[row];
      tokens[length + 1] = end;
      float[] weights = new float[length + 2];
      if (isForLanguage(row, step)) {
        Arrays.fill(weights, 1, length, language);
      }
      weights[length] = 1;
      weights[length + 1] = (float) END_WEIGHT;
      var targets = new ArrayList<TrainingExample.AuxiliaryTarget>();
      while (word < batch.wordEnds().length && batch.wordEnds()[word] < start + length) {
        targets.add(
            new TrainingExample.AuxiliaryTarget(
                batch.wordEnds()[word] - start, batch.wordShared()[word] ? 1 : 0, auxiliary));
        word++;
      }
      examples.add(TrainingExample.of(tokens, weights).withAuxiliary(targets));
    }
    return examples;
  }

  private static boolean isForLanguage(int row, int step) {
    return (row + step) % ROWS_OF_LANGUAGE == 0;
  }
}
