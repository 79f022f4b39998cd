package io.github.em4j.training.pretraining;

import java.util.Arrays;
import java.util.List;

/**
 * Examples of about the same length, one behind the other. The arrays are the batch's own and must
 * not be changed.
 *
 * @param ids the tokens of all examples
 * @param starts where in {@code ids} each example starts; one number more than examples, the last
 *     one is the number of tokens
 * @param answers the token that follows each example's last token
 * @param matches whether each example is a match
 * @param wordEnds positions in {@code ids}: the last token of each word of a second entity
 * @param wordShared for each of them, whether the first entity of its example holds the word
 */
@SuppressWarnings("ArrayRecordComponent") // Goes into tensors as it is.
public record PretrainingBatch(
    int[] ids,
    int[] starts,
    int[] answers,
    boolean[] matches,
    int[] wordEnds,
    boolean[] wordShared) {

  static PretrainingBatch of(List<PretrainingExample> examples) {
    int rows = examples.size();
    var starts = new int[rows + 1];
    int words = 0;
    for (int row = 0; row < rows; row++) {
      starts[row + 1] = starts[row] + examples.get(row).ids().length;
      words += examples.get(row).wordEnds().length;
    }
    var batch =
        new PretrainingBatch(
            new int[starts[rows]],
            starts,
            new int[rows],
            new boolean[rows],
            new int[words],
            new boolean[words]);
    int word = 0;
    for (int row = 0; row < rows; row++) {
      PretrainingExample example = examples.get(row);
      System.arraycopy(example.ids(), 0, batch.ids, starts[row], example.ids().length);
      batch.answers[row] = example.answer();
      batch.matches[row] = example.match();
      for (int i = 0; i < example.wordEnds().length; i++) {
        batch.wordEnds[word] = starts[row] + example.wordEnds()[i];
        batch.wordShared[word++] = example.wordShared()[i];
      }
    }
    return batch;
  }

  /**
   * How many examples there are.
   *
   * @return at least 1
   */
  public int rows() {
    return answers.length;
  }

  /**
   * Where the model is asked for an example's answer.
   *
   * @param row the example
   * @return the position of its last token in {@code ids}
   */
  public int answerPosition(int row) {
    return starts[row + 1] - 1;
  }

  /**
   * The tokens of the longest example: how wide a padded batch is.
   *
   * @return at least 1
   */
  public int longest() {
    int longest = 0;
    for (int row = 0; row < rows(); row++) {
      longest = Math.max(longest, starts[row + 1] - starts[row]);
    }
    return longest;
  }

  /** Whether both hold the same numbers. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PretrainingBatch that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(answers, that.answers)
        && Arrays.equals(matches, that.matches)
        && Arrays.equals(wordEnds, that.wordEnds)
        && Arrays.equals(wordShared, that.wordShared);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return "PretrainingBatch[rows=" + rows() + ", tokens=" + ids.length + "]";
  }
}
