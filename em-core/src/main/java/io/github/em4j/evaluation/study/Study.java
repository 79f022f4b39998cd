package io.github.em4j.evaluation.study;

import io.github.em4j.MatchOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * Recipes × training sources × evaluation sets × templates × seeds: everything that is to be run
 * before anything is said. Each combination is a cell, and each cell is run once: what a results
 * store holds already is not run again.
 *
 * <p>A cell is complete when all of its pairs are stored; one that was cut off is gone on with
 * after the last pair that was stored whole. A cell that fails is recorded and the study goes on;
 * the next run tries it again.
 */
@SuppressWarnings("DoNotCallSuggester") // A skeleton yet.
public final class Study {

  private Study() {}

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
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /** Collects what to run. Not safe for use by many threads. */
  public static final class Builder {

    private Builder() {}

    /**
     * Adds a recipe without training: zero-shot.
     *
     * @param recipe with a name of its own
     * @return this builder
     */
    public Builder add(Recipe recipe) {
      throw new UnsupportedOperationException();
    }

    /**
     * Adds a recipe trained on a source.
     *
     * @param recipe may be added with other sources too, and without
     * @param source with a name of its own
     * @return this builder
     */
    public Builder add(Recipe recipe, TrainingSource source) {
      throw new UnsupportedOperationException();
    }

    /**
     * Adds pairs to run everything on.
     *
     * @param set unlike the others in data set, split or variant
     * @return this builder
     */
    public Builder on(EvaluationSet set) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets the seeds that every recipe is run with.
     *
     * @param seeds at least one, each once; default 42
     * @return this builder
     * @throws IllegalArgumentException if there is none or one comes twice
     */
    public Builder seeds(long... seeds) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets how matchers run: batch size and concurrency. After each batch its answers are stored.
     *
     * @param options their listener is not told anything, see {@link #listener}
     * @return this builder
     */
    public Builder matchOptions(MatchOptions options) {
      throw new UnsupportedOperationException();
    }

    /**
     * Sets who is told of what the study does.
     *
     * @param listener called by the study's thread
     * @return this builder
     */
    public Builder listener(StudyListener listener) {
      throw new UnsupportedOperationException();
    }

    /**
     * Finishes the study.
     *
     * @return the study
     * @throws IllegalArgumentException if there is nothing to run or nothing to run it on, two
     *     recipes, sources or sets cannot be told apart, or a data set is said to be of two domains
     */
    public Study build() {
      throw new UnsupportedOperationException();
    }
  }
}
