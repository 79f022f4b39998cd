package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.training.selection.TrainingPair;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What came of {@link ErrorBasedSelection}.
 *
 * @param rounds all rounds, in order; at least one
 * @param chosen the number of the round with the best F1 on the selection split; of equally good
 *     ones the first, which has the fewest pairs
 * @param trainingPairs what the chosen round was trained on, in order
 * @param folder the folder that the chosen round's learner wrote to
 */
public record ErrorBasedResult(
    List<SelectionRound> rounds, int chosen, List<TrainingPair> trainingPairs, Path folder) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the chosen round is none of the rounds
   */
  public ErrorBasedResult {
    rounds = List.copyOf(rounds);
    trainingPairs = List.copyOf(trainingPairs);
    requireNonNull(folder, "folder");
    if (chosen < 1 || chosen > rounds.size()) {
      throw new IllegalArgumentException(
          "the chosen round must be one of %d, found %d".formatted(rounds.size(), chosen));
    }
  }

  /**
   * The chosen round.
   *
   * @return one of {@link #rounds}
   */
  public SelectionRound chosenRound() {
    return rounds.get(chosen - 1);
  }

  /** A table for people: one line for each round, the chosen one marked by a star. */
  @Override
  public String toString() {
    var table =
        new StringBuilder(" round  pairs  matches  F1 mining  F1 selection  errors  added\n");
    for (SelectionRound round : rounds) {
      long correct = round.mining().truePositives() + round.mining().trueNegatives();
      long errors = round.mining().total() - correct;
      table.append(
          String.format(
              Locale.ROOT,
              "%s%5d  %5d  %7d  %9.2f  %12.2f  %6d  %5d%n",
              round.number() == chosen ? "*" : " ",
              round.number(),
              round.trainingPairs(),
              round.positives(),
              100 * round.mining().f1(),
              100 * round.selection().f1(),
              errors,
              round.added().size()));
    }
    return table.toString();
  }
}
