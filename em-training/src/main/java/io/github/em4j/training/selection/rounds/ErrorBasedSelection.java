package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.LabeledPair;
import io.github.em4j.MatchOptions;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.training.selection.TrainingPair;
import io.github.em4j.training.selection.search.PairSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Error-based example selection: rounds of training, after each of which the pairs of a split that
 * were decided wrongly call for their nearest pairs of a larger pool, which join the training set
 * of the next round (section 5 of the paper).
 *
 * <pre>{@code
 * ErrorBasedSelection selection =
 *     ErrorBasedSelection.builder(start, pool, learner, Path.of("rounds"))
 *         .mining(mining)
 *         .selection(validation)
 *         .search(pairs -> PairSearch.over(pairs).embedder(embedder).build())
 *         .rounds(5)
 *         .build();
 * ErrorBasedResult result = selection.run();
 * result.trainingPairs();               // of the round with the best F1 on the selection split
 * }</pre>
 *
 * <p>Errors are mined on one split, the best round is chosen on another one, and the two may have
 * no pair in common: a round that was fed with the neighbours of a split's errors looks better on
 * that split than it is. The reference uses one split for both; {@link Builder#asInTheReference}
 * does so too. Nothing is ever chosen on test data.
 *
 * <p>Every round is written down in {@code rounds.jsonl} of the folder as soon as it is done. A run
 * that was cancelled or killed is gone on with by running it again with the same folder, data and
 * settings; also with more rounds than before. The same learner and data give the same file.
 *
 * <p>{@link #run} is for one thread at a time; {@link #cancel} may be called by any.
 */
public final class ErrorBasedSelection {
  private static final String FILE = "rounds.jsonl";

  private final SelectionParts parts;
  private volatile boolean cancelled;

  private ErrorBasedSelection(SelectionParts parts) {
    this.parts = parts;
  }

  /**
   * Starts with 5 rounds, 5 neighbours for each error, and a search by TF-IDF over both titles.
   *
   * @param start the training set of the first round, at least one pair
   * @param pool the pairs to choose from, all with different keys, also from those of the start
   * @param learner is trained anew in each round
   * @param folder where rounds are written down and the learner writes to; made where it is missing
   * @return a new builder
   */
  public static Builder builder(
      List<TrainingPair> start, List<TrainingPair> pool, PairLearner learner, Path folder) {
    return new Builder(start, pool, learner, folder);
  }

  /** Asks the run to end as soon as it can. What is done stays recorded. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Runs the rounds that are not done yet. Ends before the last one where no error calls for a pair
   * that is new.
   *
   * @return all rounds, those done before included
   * @throws FineTuningCancelledException if it was cancelled
   * @throws io.github.em4j.EntityMatchingException if the folder is that of another run or cannot
   *     be used, or if training, matching or searching fails
   * @throws IllegalArgumentException if the learner cannot use the pairs
   */
  public ErrorBasedResult run() {
    PairSearch search = parts.search().apply(SplitRules.labeled(parts.pool()));
    RunFile file = RunFile.open(parts.folder().resolve(FILE), parts.settings(search));
    List<SelectionRound> rounds =
        new ArrayList<>(file.entries().stream().map(RoundJson::read).toList());
    rounds.subList(Math.min(rounds.size(), parts.rounds()), rounds.size()).clear();
    rounds.forEach(parts.listener()::recalled);
    var trainer = new RoundTrainer(parts, search, () -> cancelled);
    while (rounds.size() < parts.rounds() && !isExhausted(rounds)) {
      SelectionRound round = trainer.after(rounds);
      file.append(RoundJson.write(round));
      rounds.add(round);
      parts.listener().finished(round);
    }
    int chosen = best(rounds);
    return new ErrorBasedResult(
        rounds,
        chosen,
        parts.trainingPairsAfter(rounds.subList(0, chosen - 1)),
        parts.folderOf(chosen));
  }

  private static boolean isExhausted(List<SelectionRound> rounds) {
    return !rounds.isEmpty() && rounds.get(rounds.size() - 1).added().isEmpty();
  }

  private static int best(List<SelectionRound> rounds) {
    int best = 1;
    for (SelectionRound round : rounds) {
      if (round.selection().f1() > rounds.get(best - 1).selection().f1()) {
        best = round.number();
      }
    }
    return best;
  }

  /** Collects the parts of a selection. Not safe for use by many threads. */
  public static final class Builder {
    private final List<TrainingPair> start;
    private final List<TrainingPair> pool;
    private final PairLearner learner;
    private final Path folder;
    private DatasetSplit mining = new DatasetSplit("mining", List.of());
    private DatasetSplit selection = new DatasetSplit("selection", List.of());
    private boolean asInTheReference;
    private Function<List<LabeledPair>, PairSearch> search =
        pairs -> PairSearch.over(pairs).build();
    private int rounds = 5;
    private int neighboursPerError = 5;
    private MatchOptions matchOptions = MatchOptions.DEFAULTS;
    private RoundListener listener = new RoundListener() {};

    private Builder(
        List<TrainingPair> start, List<TrainingPair> pool, PairLearner learner, Path folder) {
      this.start = List.copyOf(start);
      this.pool = List.copyOf(pool);
      this.learner = requireNonNull(learner, "learner");
      this.folder = requireNonNull(folder, "folder");
    }

    /**
     * Sets the split whose errors call for pairs of the pool.
     *
     * @param split at least one pair, none of them in the other split
     * @return this builder
     */
    public Builder mining(DatasetSplit split) {
      this.mining = requireNonNull(split, "split");
      return this;
    }

    /**
     * Sets the split that the best round is chosen by. The learner validates on it as well.
     *
     * @param split at least one pair, none of them in the other split
     * @return this builder
     */
    public Builder selection(DatasetSplit split) {
      this.selection = requireNonNull(split, "split");
      return this;
    }

    /**
     * Does as the reference does: mines and selects on one split. The F1 of the later rounds on it
     * is too good then, and nothing is said of pairs that training and this split have in common.
     *
     * @param validation the split for both, at least one pair
     * @return this builder
     */
    public Builder asInTheReference(DatasetSplit validation) {
      asInTheReference = true;
      return mining(validation).selection(validation);
    }

    /**
     * Sets how the neighbours of an error are found.
     *
     * @param search makes a search of the pool's pairs; default by TF-IDF over both titles
     * @return this builder
     */
    public Builder search(Function<List<LabeledPair>, PairSearch> search) {
      this.search = requireNonNull(search, "search");
      return this;
    }

    /**
     * Sets how many rounds there are at most, the first one on the start alone included.
     *
     * @param rounds at least 1; default 5
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder rounds(int rounds) {
      this.rounds = requirePositive("rounds", rounds);
      return this;
    }

    /**
     * Sets how many pairs an error calls for: its nearest ones that are not in the training set.
     *
     * @param count at least 1; default 5
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder neighboursPerError(int count) {
      this.neighboursPerError = requirePositive("neighboursPerError", count);
      return this;
    }

    /**
     * Sets how matchers run.
     *
     * @param matchOptions batch size, concurrency, listener
     * @return this builder
     */
    public Builder matchOptions(MatchOptions matchOptions) {
      this.matchOptions = requireNonNull(matchOptions, "matchOptions");
      return this;
    }

    /**
     * Sets who is told how the rounds get on.
     *
     * @param listener default nobody
     * @return this builder
     */
    public Builder listener(RoundListener listener) {
      this.listener = requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Checks the splits and finishes the selection.
     *
     * @return the selection, not run yet
     * @throws IllegalArgumentException if a split is missing, empty, called a test split, or has a
     *     pair in common with the other one, the start or the pool; if there is no pair to start
     *     with; or if two pairs have the same key
     */
    public ErrorBasedSelection build() {
      return new ErrorBasedSelection(
          new SelectionParts(
              start,
              pool,
              learner,
              folder,
              mining,
              selection,
              asInTheReference,
              search,
              rounds,
              neighboursPerError,
              matchOptions,
              listener));
    }

    private static int requirePositive(String what, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " must be at least 1, found " + value);
      }
      return value;
    }
  }
}
