package io.github.em4j.evaluation;

import io.github.em4j.evaluation.ConfusionCounts.AnswerCounts;

/**
 * The eight cells of a confusion matrix (two labels times four answers) as indices of a flat array,
 * for loops that must not create objects.
 */
final class Cells {

  /** How many cells there are. */
  static final int COUNT = 8;

  private Cells() {}

  /** The cell of a pair, by its label and the answer given on it. */
  static int of(boolean match, Answer answer) {
    int column =
        switch (answer) {
          case MATCH -> 0;
          case NON_MATCH -> 1;
          case UNDECIDED -> 2;
          case FAILED -> 3;
        };
    return match ? column : 4 + column;
  }

  /** Reads a flat array as counts. */
  static ConfusionCounts counts(int[] cells) {
    return new ConfusionCounts(
        new AnswerCounts(cells[0], cells[1], cells[2], cells[3]),
        new AnswerCounts(cells[4], cells[5], cells[6], cells[7]));
  }
}
