package io.github.em4j.training.selection.rounds;

import static java.util.stream.Collectors.toSet;

import io.github.em4j.EntityMatcher;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.evaluation.Predictions;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Trains a round of an {@link ErrorBasedSelection}, measures it and mines its errors. */
final class RoundTrainer {
  private final SelectionParts parts;
  private final ErrorMiner miner;
  private final Evaluator evaluator;
  private final BooleanSupplier cancelled;

  RoundTrainer(SelectionParts parts, PairSearch search, BooleanSupplier cancelled) {
    this.parts = parts;
    this.miner = new ErrorMiner(search, parts.pool(), parts.neighboursPerError());
    this.cancelled = cancelled;
    // Only counts are wanted of an evaluation, so one resample is enough.
    this.evaluator =
        Evaluator.builder()
            .matchOptions(parts.matchOptions())
            .bootstrap(Bootstrap.builder().resamples(1).build())
            .keepOutcomes(false)
            .build();
  }

  /**
   * The round behind those that there are.
   *
   * @throws FineTuningCancelledException if it was cancelled
   */
  SelectionRound after(List<SelectionRound> before) {
    int number = before.size() + 1;
    List<TrainingPair> train = parts.trainingPairsAfter(before);
    requireNotCancelled(number);
    parts.listener().started(number, train.size());
    var task =
        new LearningTask(
            "round-" + number, train, parts.selection(), parts.folderOf(number), cancelled);
    Predictions onSelection;
    Predictions onMining;
    try (EntityMatcher matcher = parts.learner().learn(task)) {
      requireNotCancelled(number);
      onSelection = evaluator.evaluate(matcher, parts.selection()).predictions();
      requireNotCancelled(number);
      onMining =
          parts.oneSplitForBoth()
              ? onSelection
              : evaluator.evaluate(matcher, parts.mining()).predictions();
    }
    requireNotCancelled(number);
    int positives = (int) train.stream().filter(pair -> pair.pair().label().isMatch()).count();
    return new SelectionRound(
        number,
        train.size(),
        positives,
        onMining.counts(),
        onSelection.counts(),
        miner.mine(onMining, train.stream().map(TrainingPair::key).collect(toSet())));
  }

  private void requireNotCancelled(int round) {
    if (cancelled.getAsBoolean()) {
      throw new FineTuningCancelledException(
          "cancelled in round %d of %d; run it again with folder %s to go on"
              .formatted(round, parts.rounds(), parts.folder()));
    }
  }
}
