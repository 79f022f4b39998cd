package io.github.em4j.training.selection;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatchingException;
import io.github.em4j.LabeledPair;
import io.github.em4j.dataset.DatasetSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a training set of labelled pairs, step by step, with a record of what each step did to each
 * pair.
 *
 * <pre>{@code
 * TrainingSet set =
 *     TrainingSetPipeline.builder()
 *         .source(dataset.require("train"))
 *         .heldOut(dataset.require("valid"))
 *         .heldOut(dataset.require("test"))
 *         .step(LeakFilter.against(List.of(dataset.require("valid"), dataset.require("test"))))
 *         .step(ErrorFilter.judgedBy(teacher).build())
 *         .build()
 *         .run(Path.of("runs/filtered"));
 * System.out.println(set.summary());
 * }</pre>
 *
 * <p>A run that was interrupted goes on where it stopped, when the same pipeline is run in the same
 * folder: what a {@link PairStep} has said of a pair is not asked again. The same sources,
 * settings, seeds and answers of models give the same bytes, however often the run was interrupted.
 *
 * <p>Immutable; runs in different folders may go on at the same time as far as the steps allow it.
 */
public final class TrainingSetPipeline {
  private static final Pattern STEP_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final List<DatasetSplit> sources;
  private final List<DatasetSplit> heldOut;
  private final List<TrainingSetStep> steps;
  private final List<Optional<PricePerMillion>> prices;
  private final int batchSize;

  private TrainingSetPipeline(Builder builder) {
    this.sources = List.copyOf(builder.sources);
    this.heldOut = List.copyOf(builder.heldOut);
    this.steps = List.copyOf(builder.steps);
    this.batchSize = builder.batchSize;
    this.prices = builder.stepPrices.stream().map(its -> its.or(() -> builder.prices)).toList();
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("a training set needs at least one source, found none");
    }
  }

  /**
   * Starts a pipeline without a source and without a step.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs all steps, or goes on with them.
   *
   * @param folder a new folder, an empty one, or that of a run that was interrupted
   * @return the training set, which lies in the folder as well
   * @throws EntityMatchingException as {@link #run(Path, TrainingSetListener)} does
   */
  public TrainingSet run(Path folder) {
    return run(folder, progress -> {});
  }

  /**
   * Runs all steps, or goes on with them, and tells somebody how far they are. To end a run early,
   * interrupt its thread or throw from the listener; it can be gone on with.
   *
   * @param folder a new folder, an empty one, or that of a run that was interrupted
   * @param listener called by this thread after each batch of pairs
   * @return the training set, which lies in the folder as well
   * @throws EntityMatchingException if the folder is that of another training set (the message
   *     names what differs) or cannot be used, a step cannot go on, or this thread was interrupted,
   *     whose flag stays set
   * @throws IllegalStateException if a step breaks its contract
   */
  public TrainingSet run(Path folder, TrainingSetListener listener) {
    requireNonNull(listener, "listener");
    try (PipelineFolder files = PipelineFolder.open(folder)) {
      return new PipelineRun(this, files, listener).run();
    }
  }

  List<DatasetSplit> sources() {
    return sources;
  }

  List<DatasetSplit> heldOut() {
    return heldOut;
  }

  List<TrainingSetStep> steps() {
    return steps;
  }

  int batchSize() {
    return batchSize;
  }

  /** What the tokens of each step cost. */
  List<Optional<PricePerMillion>> prices() {
    return prices;
  }

  /** Collects the parts of a pipeline. Not safe for use by many threads. */
  public static final class Builder {
    private final List<DatasetSplit> sources = new ArrayList<>();
    private final List<DatasetSplit> heldOut = new ArrayList<>();
    private final List<TrainingSetStep> steps = new ArrayList<>();
    private final List<Optional<PricePerMillion>> stepPrices = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int batchSize = 128;
    private Optional<PricePerMillion> prices = Optional.empty();

    private Builder() {}

    /**
     * Adds pairs that the set starts with.
     *
     * @param split the pairs; its name and the row, counted from 1, are their keys
     * @return this builder
     * @throws IllegalArgumentException if there is a source or held-out split of this name
     */
    public Builder source(DatasetSplit split) {
      sources.add(requireNew(split));
      return this;
    }

    /**
     * Adds pairs that the set starts with.
     *
     * @param name what they are called; not blank
     * @param pairs the pairs; the name and their row, counted from 1, are their keys
     * @return this builder
     * @throws IllegalArgumentException if the name is blank, or there is a source or held-out split
     *     of this name
     */
    public Builder source(String name, List<LabeledPair> pairs) {
      return source(new DatasetSplit(name, pairs));
    }

    /**
     * Adds a split that is not trained on and that the set must not know, such as the test set.
     * What the finished set shares with it is counted; {@link LeakFilter} removes it.
     *
     * @param split the pairs
     * @return this builder
     * @throws IllegalArgumentException if there is a source or held-out split of this name
     */
    public Builder heldOut(DatasetSplit split) {
      heldOut.add(requireNew(split));
      return this;
    }

    private DatasetSplit requireNew(DatasetSplit split) {
      if (!names.add(split.name())) {
        throw new IllegalArgumentException(
            "sources and held-out splits need different names, found '%s' twice"
                .formatted(split.name()));
      }
      return split;
    }

    /**
     * Adds a step behind those that there are. Its tokens have the prices of {@link #prices}.
     *
     * @param step what is to be done
     * @return this builder
     * @throws IllegalArgumentException if the name of the step is not made of small letters, digits
     *     and single hyphens
     */
    public Builder step(TrainingSetStep step) {
      return step(step, Optional.empty());
    }

    /**
     * Adds a step behind those that there are, whose model has prices of its own.
     *
     * @param step what is to be done
     * @param prices what its tokens cost, for the summary; say nothing of the outcomes
     * @return this builder
     * @throws IllegalArgumentException if the name of the step is not made of small letters, digits
     *     and single hyphens
     */
    public Builder step(TrainingSetStep step, PricePerMillion prices) {
      return step(step, Optional.of(prices));
    }

    private Builder step(TrainingSetStep step, Optional<PricePerMillion> prices) {
      if (!STEP_NAME.matcher(step.name()).matches()) {
        throw new IllegalArgumentException(
            "the name of a step must match %s, found '%s'".formatted(STEP_NAME, step.name()));
      }
      steps.add(step);
      stepPrices.add(prices);
      return this;
    }

    /**
     * Sets how many pairs a {@link PairStep} is given at once. So many answers are lost at most
     * when a run is killed. Says nothing of the outcomes.
     *
     * @param pairs at least 1; default 128
     * @return this builder
     * @throws IllegalArgumentException if it is smaller than 1
     */
    public Builder batchSize(int pairs) {
      if (pairs < 1) {
        throw new IllegalArgumentException("batchSize must be at least 1, found " + pairs);
      }
      this.batchSize = pairs;
      return this;
    }

    /**
     * Sets what the tokens of steps without prices of their own cost, for the summary. Says nothing
     * of the outcomes.
     *
     * @param prices default: not known
     * @return this builder
     */
    public Builder prices(PricePerMillion prices) {
      this.prices = Optional.of(prices);
      return this;
    }

    /**
     * Finishes the pipeline.
     *
     * @return the pipeline
     * @throws IllegalArgumentException if there is no source
     */
    public TrainingSetPipeline build() {
      return new TrainingSetPipeline(this);
    }
  }
}
