package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.MatchOptions;
import io.github.em4j.dataset.DatasetSplit;
import io.github.em4j.evaluation.Bootstrap;
import io.github.em4j.evaluation.EvaluationReport;
import io.github.em4j.evaluation.Evaluator;
import io.github.em4j.evaluation.Score;
import io.github.em4j.model.FineTuningCancelledException;
import io.github.em4j.training.selection.TrainingPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Measures what labels are worth, and whether a way of choosing them makes them worth more: trains
 * on the first pairs of each strategy, on more and more of them, and reports F1 by labels and by
 * cost. It is the paper's open question of quantity against quality.
 *
 * <pre>{@code
 * LearningCurveReport report =
 *     LearningCurve.builder(pool, learner, Path.of("curve"))
 *         .sizes(250, 500, 1000, 2000)
 *         .strategies(SelectionStrategies.random(42), SelectionStrategies.keptBy(errorFilter, 42))
 *         .validation(dataset.require(Dataset.VALIDATION))
 *         .evaluation(dataset.require(Dataset.TEST))
 *         .costs(new LabelCosts("USD", 0.05, 0.15, 0.60))
 *         .build()
 *         .run();
 * System.out.println(report);
 * }</pre>
 *
 * <p>Subsets are nested: a larger one holds the smaller ones of its strategy. A strategy that
 * leaves so many pairs out that it has fewer than a size asks for has its last point there. Who
 * chooses a size or a strategy by the report must not have measured it on test data.
 *
 * <p>Every point is written down in {@code points.jsonl} of the folder as soon as it is done. A run
 * that was cancelled or killed is gone on with by running it again with the same folder, pool,
 * learner and splits; also with more sizes and strategies. Answers of models that a strategy asked
 * for are not written down: an unfinished strategy asks again.
 *
 * <p>{@link #run} is for one thread at a time; {@link #cancel} may be called by any.
 */
public final class LearningCurve {
  private static final String FILE = "points.jsonl";

  private final CurveSetup setup;
  private final Evaluator evaluator;
  private volatile boolean cancelled;

  private LearningCurve(CurveSetup setup) {
    this.setup = setup;
    this.evaluator = setup.evaluator();
  }

  /**
   * Starts without sizes and strategies, everything free.
   *
   * @param pool the pairs to choose from, all with different keys
   * @param learner is trained anew for each point
   * @param folder where points are written down and the learner writes to; made where it is missing
   * @return a new builder
   */
  public static Builder builder(List<TrainingPair> pool, PairLearner learner, Path folder) {
    return new Builder(pool, learner, folder);
  }

  /** Asks the run to end as soon as it can. What is done stays recorded. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Measures the points that are not recorded yet.
   *
   * @return all points that were asked for, those recorded before included
   * @throws FineTuningCancelledException if it was cancelled
   * @throws io.github.em4j.EntityMatchingException if the folder is that of another curve or cannot
   *     be used, or if choosing, training or matching fails
   * @throws IllegalArgumentException if the learner cannot use the pairs, for example because a
   *     small subset has no match
   */
  public LearningCurveReport run() {
    CurveFile file = CurveFile.open(setup.folder().resolve(FILE), setup.settings());
    var points = new ArrayList<CurvePoint>();
    for (SelectionStrategy strategy : setup.strategies()) {
      points.addAll(curve(strategy, file));
    }
    return new LearningCurveReport(setup.evaluation().name(), setup.costs().currency(), points);
  }

  private List<CurvePoint> curve(SelectionStrategy strategy, CurveFile file) {
    var points = new ArrayList<CurvePoint>();
    List<ChosenPair> order = List.of();
    for (int size : setup.sizes()) {
      Optional<CurvePoint> known = file.find(strategy, size, setup.costs());
      if (known.isPresent()) {
        points.add(known.get());
        setup.listener().recalled(known.get());
      } else {
        requireNotCancelled();
        if (order.isEmpty()) {
          order = strategy.choose(setup.pool(), setup.largestSize());
        }
        if (order.isEmpty()) {
          return points;
        }
        CurvePoint point = measure(strategy, size, order);
        file.append(strategy, point);
        points.add(point);
        setup.listener().finished(point);
      }
      if (points.get(points.size() - 1).trainingPairs() < size) {
        return points;
      }
    }
    return points;
  }

  private CurvePoint measure(SelectionStrategy strategy, int size, List<ChosenPair> order) {
    List<ChosenPair> chosen = order.subList(0, Math.min(size, order.size()));
    LearningTask task = setup.task(strategy, size, chosen, () -> cancelled);
    setup.listener().started(strategy.name(), chosen.size());
    EvaluationReport report;
    try (EntityMatcher matcher = setup.learner().learn(task)) {
      requireNotCancelled();
      report = evaluator.evaluate(matcher, setup.evaluation());
    }
    ChosenPair last = chosen.get(chosen.size() - 1);
    return new CurvePoint(
        strategy.name(),
        size,
        chosen.size(),
        (int) chosen.stream().filter(one -> one.pair().pair().label().isMatch()).count(),
        last.labels(),
        last.usage(),
        setup.costs().of(last.labels(), last.usage()),
        report.interval(Score.F1),
        report.counts());
  }

  private void requireNotCancelled() {
    if (cancelled) {
      throw new FineTuningCancelledException(
          "the learning curve was cancelled; run it again with folder %s to go on"
              .formatted(setup.folder()));
    }
  }

  /** Collects the parts of a curve. Not safe for use by many threads. */
  public static final class Builder {
    private final List<TrainingPair> pool;
    private final PairLearner learner;
    private final Path folder;
    private final TreeSet<Integer> sizes = new TreeSet<>();
    private List<SelectionStrategy> strategies = List.of();
    private DatasetSplit validation = new DatasetSplit("validation", List.of());
    private DatasetSplit evaluation = new DatasetSplit("evaluation", List.of());
    private LabelCosts costs = LabelCosts.FREE;
    private Bootstrap bootstrap = Bootstrap.DEFAULTS;
    private MatchOptions matchOptions = MatchOptions.DEFAULTS;
    private CurveListener listener = new CurveListener() {};

    private Builder(List<TrainingPair> pool, PairLearner learner, Path folder) {
      this.pool = List.copyOf(pool);
      this.learner = requireNonNull(learner, "learner");
      this.folder = requireNonNull(folder, "folder");
    }

    /**
     * Adds sizes of subsets.
     *
     * @param counts each at least 1
     * @return this builder
     * @throws IllegalArgumentException if one is smaller than 1
     */
    public Builder sizes(int... counts) {
      for (int count : counts) {
        if (count < 1) {
          throw new IllegalArgumentException("a size must be at least 1, found " + count);
        }
        sizes.add(count);
      }
      return this;
    }

    /**
     * Sets the strategies to compare.
     *
     * @param strategies of different names
     * @return this builder
     */
    public Builder strategies(SelectionStrategy... strategies) {
      this.strategies = List.of(strategies);
      return this;
    }

    /**
     * Sets what the learner validates on.
     *
     * @param split no test split, and none of its pairs in the pool; default no pair, for learners
     *     that need none
     * @return this builder
     */
    public Builder validation(DatasetSplit split) {
      this.validation = requireNonNull(split, "split");
      return this;
    }

    /**
     * Sets what F1 is measured on.
     *
     * @param split at least one pair, none of them in the pool or in the validation split; may be a
     *     test split, on which nothing is chosen here
     * @return this builder
     */
    public Builder evaluation(DatasetSplit split) {
      this.evaluation = requireNonNull(split, "split");
      return this;
    }

    /**
     * Sets what labels and tokens cost.
     *
     * @param costs default {@link LabelCosts#FREE}
     * @return this builder
     */
    public Builder costs(LabelCosts costs) {
      this.costs = requireNonNull(costs, "costs");
      return this;
    }

    /**
     * Sets how intervals are computed.
     *
     * @param bootstrap default {@link Bootstrap#DEFAULTS}
     * @return this builder
     */
    public Builder bootstrap(Bootstrap bootstrap) {
      this.bootstrap = requireNonNull(bootstrap, "bootstrap");
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
     * Sets who is told how the curve gets on.
     *
     * @param listener default nobody
     * @return this builder
     */
    public Builder listener(CurveListener listener) {
      this.listener = requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Checks the splits and finishes the curve.
     *
     * @return the curve, not run yet
     * @throws IllegalArgumentException if there is no size, no strategy, no pair in the pool or
     *     none to evaluate on; if two strategies have one name or two pairs one key; if the
     *     validation split is called a test split; or if two of pool, validation and evaluation
     *     have a pair in common
     */
    public LearningCurve build() {
      return new LearningCurve(
          new CurveSetup(
              pool,
              learner,
              folder,
              List.copyOf(sizes),
              strategies,
              validation,
              evaluation,
              costs,
              bootstrap,
              matchOptions,
              listener));
    }
  }
}
