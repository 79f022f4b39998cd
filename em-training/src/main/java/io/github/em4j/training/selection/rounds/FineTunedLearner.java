package io.github.em4j.training.selection.rounds;

import static java.util.Objects.requireNonNull;

import io.github.em4j.EntityMatcher;
import io.github.em4j.Provenance;
import io.github.em4j.model.FineTunedModel;
import io.github.em4j.model.FineTuner;
import io.github.em4j.model.FineTuningData;
import io.github.em4j.model.FineTuningOptions;
import io.github.em4j.model.FineTuningRun;
import io.github.em4j.prompts.PromptRenderer;
import io.github.em4j.prompts.explanation.ExplanationKind;
import io.github.em4j.training.PairExamples;
import io.github.em4j.training.selection.TrainingPair;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Learns by fine-tuning a language model, from its base each time.
 *
 * <pre>{@code
 * PairLearner learner =
 *     FineTunedLearner.builder("SmolLM2-135M, LoRA r 16", trainer, tuned -> matcher(tuned))
 *         .renderer(renderer)
 *         .options(FineTuningOptions.builder().epochs(5).seed(42).build())
 *         .build();
 * }</pre>
 *
 * <p>The fine-tuner is told to write to {@code model} in the folder of the task, so one that can go
 * on after an interruption does. Safe for use by many threads where the fine-tuner and the function
 * are.
 */
public final class FineTunedLearner implements PairLearner {
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final String name;
  private final FineTuner tuner;
  private final PromptRenderer renderer;
  private final Function<FineTunedModel, EntityMatcher> matcher;
  private final FineTuningOptions options;
  private final ExplanationKind explanation;
  private final boolean bothOrders;

  private FineTunedLearner(Builder builder) {
    this.name = builder.name;
    this.tuner = builder.tuner;
    this.renderer = builder.renderer;
    this.matcher = builder.matcher;
    this.options = builder.options;
    this.explanation = builder.explanation;
    this.bothOrders = builder.bothOrders;
  }

  /**
   * Starts a learner that learns answers without explanations, all else left to the fine-tuner.
   *
   * @param name which model is fine-tuned and with which options of the fine-tuner itself; told in
   *     the settings; not blank
   * @param tuner fine-tunes it; stays with the caller
   * @param matcher makes a matcher of what was fine-tuned; the matcher's {@code close} is to
   *     release all that the function opened
   * @return a new builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder builder(
      String name, FineTuner tuner, Function<FineTunedModel, EntityMatcher> matcher) {
    return new Builder(name, tuner, matcher);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a representation with explanations was asked for and a pair
   *     has none, or one of another kind
   */
  @Override
  public EntityMatcher learn(LearningTask task) {
    FineTuningOptions.Builder its =
        FineTuningOptions.builder()
            .output(task.folder().resolve("model"))
            .listener(options.listener());
    options.epochs().ifPresent(its::epochs);
    options.batchSize().ifPresent(its::batchSize);
    options.learningRateMultiplier().ifPresent(its::learningRateMultiplier);
    options.seed().ifPresent(its::seed);
    options.suffix().ifPresent(its::suffix);
    try (FineTuningRun run = tuner.start(data(task), its.build())) {
      Optional<FineTunedModel> tuned = Optional.empty();
      boolean cancelled = false;
      while (tuned.isEmpty()) {
        if (!cancelled && task.cancelled().getAsBoolean()) {
          cancelled = true;
          run.cancel();
        }
        tuned = run.await(GLANCE);
      }
      return matcher.apply(tuned.get());
    }
  }

  private FineTuningData data(LearningTask task) {
    PairExamples examples =
        PairExamples.of(task.name(), renderer).explanation(explanation).bothOrders(bothOrders);
    if (explanation == ExplanationKind.NONE) {
      examples.train(task.labeledPairs());
    } else {
      for (TrainingPair pair : task.train()) {
        examples.train(
            pair.pair(),
            pair.explanation()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "pair %s has no explanation, %s needs one"
                                .formatted(pair.key(), explanation))));
      }
    }
    return examples.validate(task.validation().pairs()).build();
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("learner", name);
    options.epochs().ifPresent(value -> settings.put("epochs", String.valueOf(value)));
    options.batchSize().ifPresent(value -> settings.put("batchSize", String.valueOf(value)));
    options
        .learningRateMultiplier()
        .ifPresent(value -> settings.put("learningRateMultiplier", String.valueOf(value)));
    options.seed().ifPresent(value -> settings.put("seed", String.valueOf(value)));
    settings.put("explanation", explanation.name());
    settings.put("bothOrders", String.valueOf(bothOrders));
    Map<String, String> facts =
        new LinkedHashMap<>(renderer.describe(Provenance.of("prompted")).facts());
    facts.remove(Provenance.VERSION);
    settings.putAll(facts);
    return settings;
  }

  /** Collects the parts of a learner. Not safe for use by many threads. */
  public static final class Builder {
    private final String name;
    private final FineTuner tuner;
    private final Function<FineTunedModel, EntityMatcher> matcher;
    private PromptRenderer renderer = PromptRenderer.builder().build();
    private FineTuningOptions options = FineTuningOptions.DEFAULTS;
    private ExplanationKind explanation = ExplanationKind.NONE;
    private boolean bothOrders;

    private Builder(String name, FineTuner tuner, Function<FineTunedModel, EntityMatcher> matcher) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("the name of a learner must not be blank");
      }
      this.name = name;
      this.tuner = requireNonNull(tuner, "tuner");
      this.matcher = requireNonNull(matcher, "matcher");
    }

    /**
     * Sets how pairs become prompts.
     *
     * @param renderer the one that the matcher uses as well; default a renderer with default parts
     * @return this builder
     */
    public Builder renderer(PromptRenderer renderer) {
      this.renderer = requireNonNull(renderer, "renderer");
      return this;
    }

    /**
     * Sets how to train.
     *
     * @param options their output folder is not used: each task has its own
     * @return this builder
     */
    public Builder options(FineTuningOptions options) {
      this.options = requireNonNull(options, "options");
      return this;
    }

    /**
     * Sets the representation of the completions.
     *
     * @param explanation default {@link ExplanationKind#NONE}
     * @return this builder
     */
    public Builder explanation(ExplanationKind explanation) {
      this.explanation = requireNonNull(explanation, "explanation");
      return this;
    }

    /**
     * Sets whether each pair is learnt with its sides exchanged as well.
     *
     * @param on default false
     * @return this builder
     */
    public Builder bothOrders(boolean on) {
      this.bothOrders = on;
      return this;
    }

    /**
     * Finishes the learner.
     *
     * @return the learner
     */
    public FineTunedLearner build() {
      return new FineTunedLearner(this);
    }
  }
}
