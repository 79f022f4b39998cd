package io.github.em4j.evaluation.study;

import static java.util.Objects.requireNonNull;

import io.github.em4j.MatchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recipes × training sources × evaluation sets × templates × seeds: everything that is to be run
 * before anything is said. Each combination is a cell, and each cell is run once: what a results
 * store holds already is not run again.
 *
 * <p>A cell is complete when all of its pairs are stored; one that was cut off is gone on with
 * after the last pair that was stored whole. A cell that fails is recorded and the study goes on;
 * the next run tries it again.
 */
public final class Study {

  private final StudyPlan plan;
  private final MatchOptions options;
  private final boolean retryFailedPairs;
  private final StudyListener listener;

  private Study(Builder builder) {
    this.plan = StudyPlan.of(builder.entries, builder.sets, builder.seeds);
    this.options = builder.options;
    this.retryFailedPairs = builder.retryFailedPairs;
    this.listener = builder.listener;
  }

  /**
   * Starts without anything to run.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * All cells of this study.
   *
   * @return at least one, each once, in the order in which they are run
   */
  public List<CellKey> cells() {
    return plan.cells().stream().map(StudyPlan.PlannedCell::key).toList();
  }

  /**
   * Runs what the store does not hold yet.
   *
   * @param folder the results store; made where it is missing. One run at a time works in it
   * @return the run, to be closed by the caller
   * @throws io.github.em4j.EntityMatchingException if the folder cannot be used, another run is at
   *     work in it, or it holds results of these cells on other pairs or with other settings
   */
  public StudyRun start(Path folder) {
    StudyFolder store = StudyFolder.open(folder);
    try {
      var work = new StudyWork(plan, store, options, retryFailedPairs, listener);
      work.lookAtStore();
      return StudyRun.start(work);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Collects what to run. Not safe for use by many threads. */
  public static final class Builder {

    private final List<StudyPlan.Entry> entries = new ArrayList<>();
    private final List<EvaluationSet> sets = new ArrayList<>();
    private List<Long> seeds = List.of(42L);
    private MatchOptions options = MatchOptions.DEFAULTS;
    private boolean retryFailedPairs;
    private StudyListener listener = new StudyListener() {};

    private Builder() {}

    /**
     * Adds a recipe without training: zero-shot.
     *
     * @param recipe with a name of its own
     * @return this builder
     */
    public Builder add(Recipe recipe) {
      entries.add(new StudyPlan.Entry(requireNonNull(recipe, "recipe"), Optional.empty()));
      return this;
    }

    /**
     * Adds a recipe trained on a source.
     *
     * @param recipe may be added with other sources too, and without
     * @param source with a name of its own
     * @return this builder
     */
    public Builder add(Recipe recipe, TrainingSource source) {
      entries.add(new StudyPlan.Entry(requireNonNull(recipe, "recipe"), Optional.of(source)));
      return this;
    }

    /**
     * Adds pairs to run everything on.
     *
     * @param set unlike the others in data set, split or variant
     * @return this builder
     */
    public Builder on(EvaluationSet set) {
      sets.add(requireNonNull(set, "set"));
      return this;
    }

    /**
     * Sets the seeds that every recipe is run with.
     *
     * @param seeds at least one, each once; default 42
     * @return this builder
     * @throws IllegalArgumentException if there is none or one comes twice
     */
    public Builder seeds(long... seeds) {
      List<Long> given = Arrays.stream(seeds).boxed().toList();
      if (given.isEmpty() || given.stream().distinct().count() < given.size()) {
        throw new IllegalArgumentException(
            "a study needs seeds, each once, found " + Arrays.toString(seeds));
      }
      this.seeds = given;
      return this;
    }

    /**
     * Sets how matchers run: batch size, for recipes without {@linkplain Recipe#batchSize one of
     * their own}, and concurrency. After each batch its answers are stored.
     *
     * @param options their listener is not told anything, see {@link #listener}
     * @return this builder
     */
    public Builder matchOptions(MatchOptions options) {
      this.options = requireNonNull(options, "options");
      return this;
    }

    /**
     * Sets whether cells in which pairs failed are run again from the first such pair on, for
     * example because a server was away. Without it such a cell is as complete as any other, its
     * failed pairs count as wrong, and their number is in {@link
     * io.github.em4j.evaluation.ConfusionCounts#failed}.
     *
     * @param retryFailedPairs default false
     * @return this builder
     */
    public Builder retryFailedPairs(boolean retryFailedPairs) {
      this.retryFailedPairs = retryFailedPairs;
      return this;
    }

    /**
     * Sets who is told of what the study does.
     *
     * @param listener called by the study's thread
     * @return this builder
     */
    public Builder listener(StudyListener listener) {
      this.listener = requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Finishes the study.
     *
     * @return the study
     * @throws IllegalArgumentException if there is nothing to run or nothing to run it on, two
     *     recipes, sources or sets cannot be told apart, or a data set is said to be of two domains
     */
    public Study build() {
      if (entries.isEmpty() || sets.isEmpty()) {
        throw new IllegalArgumentException(
            "a study needs recipes and sets to run them on, found %d and %d"
                .formatted(entries.size(), sets.size()));
      }
      Map<String, Recipe> recipes = new HashMap<>();
      Map<String, TrainingSource> sources = new HashMap<>();
      Map<String, String> domains = new HashMap<>();
      for (EvaluationSet set : sets) {
        requireOne("domain", set.dataset(), domains.put(set.dataset(), set.domain()), set.domain());
      }
      for (StudyPlan.Entry entry : entries) {
        String recipe = Names.require("name", entry.recipe().name());
        requireOne("recipe", recipe, recipes.put(recipe, entry.recipe()), entry.recipe());
        entry
            .source()
            .ifPresent(
                source -> {
                  String domain = source.domain();
                  requireOne("source", source.name(), sources.put(source.name(), source), source);
                  requireOne(
                      "domain", source.dataset(), domains.put(source.dataset(), domain), domain);
                });
      }
      var study = new Study(this);
      Set<CellKey> keys = new HashSet<>();
      for (CellKey key : study.cells()) {
        if (!keys.add(key)) {
          throw new IllegalArgumentException("the study has two cells that are " + key);
        }
      }
      return study;
    }

    private static void requireOne(String what, String name, @Nullable Object before, Object now) {
      if (before != null && !before.equals(now)) {
        throw new IllegalArgumentException("'%s' must be one %s".formatted(name, what));
      }
    }
  }
}
